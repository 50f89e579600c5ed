"""A small site built by MkDocs with Material, its pages loaded without reloading (``navigation.instant``)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

__all__ = ["build", "files_of"]

_CONFIGURATION = """
site_name: Tests
site_url: https://candid.test/
theme:
  name: material
  font: false
  features: [navigation.instant]
plugins: [search, candid]
extra_css: [plain.css]
markdown_extensions: [pymdownx.superfences]
nav: [index.md, other.md, plain.md]
"""

_PAGES = {
    "index.md": """
# First

```calculator
upwork/freelancer-fee: {billed: 1000}
```

```calculator
upwork/freelancer-fee: {billed: 500, on: 2019-03-01}
```
""",
    "other.md": """
# Other

```calculator
upwork/conversion-fee: {hourly_rate: 20}
```
""",
    "plain.md": "# Plain\n\nNo calculator.\n",
    "plain.css": "",
}


def build(folder: Path) -> Path:
    """Build the site below ``folder`` and return where it is."""
    (folder / "docs").mkdir()
    (folder / "data").mkdir()
    (folder / "data" / "site.yml").write_text("name: Tests\nas_of: 2026-11-21\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(_CONFIGURATION, encoding="utf-8")
    for name, text in _PAGES.items():
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of a built site by their path on the server."""
    return {
        f"/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
