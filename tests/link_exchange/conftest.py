"""A data folder to import into, and the commands of ``candid links`` on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from candid.cli import main

FILES = {
    "site.yml": "name: A site\nas_of: 2026-11-21\n",
    "products/shop.yml": """\
# The shop.
name: Shop
summary: A shop.
official_site: https://www.shop.example/
offers:
  join:   # the usual one
    title: Join
    destination: https://shop.example/join
    programme: shop-partners
""",
    "products/other.yml": "name: Other\nsummary: Another.\nofficial_site: https://other.example/\n",
    "programmes/shop-partners.yml": """\
name: Shop partners
network: awin
tracking_url: https://www.awin1.com/cread.php?awinmid=1&awinaffid=2
pays: A share.
terms: {title: Terms}
checked_on: 2026-11-20
""",
    "programmes/associates.yml": """\
name: Associates
network: amazon
tracking_url: https://www.amazon.com/?tag=me-20
pays: A share.
terms: {title: Terms}
checked_on: 2026-11-20
""",
}

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The site's folder, which is the working directory; its data lie in ``content/data``."""
    data = tmp_path / "content/data"
    for name, text in FILES.items():
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    """Runs ``candid links`` there."""

    def invoke(*words: str, code: int = 0, text: str | None = None) -> Result:
        result = CliRunner().invoke(main, ["links", *words], input=text)
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return invoke
