# Each target works as the first command in a fresh clone: it needs only make, a shell and Python 3.11 or newer.
BIN := .venv/bin

.PHONY: site test lint serve bench clean

site: .venv/.installed
	$(BIN)/mkdocs build --strict

test: lint .venv/.browser .venv/.servers
	$(BIN)/pytest -n 2 --dist loadfile

lint: .venv/.installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

serve: .venv/.installed
	$(BIN)/mkdocs serve

bench: .venv/.installed
	$(BIN)/python -m tests.bench

clean:
	rm -rf .venv site

.venv/.installed: pyproject.toml constraints.txt tests/setup/venv.sh
	sh tests/setup/venv.sh
	touch $@

.venv/.browser: .venv/.installed tests/setup/browser.py tests/setup/system_packages.py
	$(BIN)/python -m tests.setup.browser
	touch $@

.venv/.servers: .venv/.installed tests/setup/servers.py tests/setup/system_packages.py
	$(BIN)/python -m tests.setup.servers
	touch $@
