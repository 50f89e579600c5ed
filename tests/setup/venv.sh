#!/bin/sh
# Make .venv in the current folder and install Candid into it, editable, with what its tests need.
# PYTHON=/path/to/python chooses the interpreter; otherwise the first one that is new enough is taken.
set -eu
export PIP_DISABLE_PIP_VERSION_CHECK=1

# Run each candidate instead of looking it up: a version manager's stub exists and still fails.
is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for name in "${PYTHON:-}" python3.13 python3.12 python3.11 python3 python; do
        if [ -n "$name" ] && is_new_enough "$name"; then
            echo "$name"
            return
        fi
    done
    echo "Candid needs Python 3.11 or newer; none was found. Install one, or name it: PYTHON=/path/to/python make" >&2
    exit 1
}

# Debian and Ubuntu ship venv's other half, ensurepip, as a package of its own.
install_ensurepip() {
    package=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" -eq 0 ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo"; else as_root="false"; fi
    if command -v apt-get >/dev/null && $as_root apt-get update -q && $as_root apt-get install -q -y "$package"; then
        return
    fi
    echo "This Python cannot make virtual environments. Install the package $package and run make again." >&2
    exit 1
}

if ! .venv/bin/python -m pip --version >/dev/null 2>&1 || ! is_new_enough .venv/bin/python; then
    python=$(find_python)
    "$python" -c 'import ensurepip' 2>/dev/null || install_ensurepip "$python"
    "$python" -m venv --clear .venv
fi

# The build backend comes first and from the same list, so that no unlisted version builds the package.
.venv/bin/python -m pip install -q -c constraints.txt hatchling editables
.venv/bin/python -m pip install -q -c constraints.txt --no-build-isolation -e '.[dev]'
