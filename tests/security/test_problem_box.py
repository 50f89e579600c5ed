"""The box that a preview shows in place of a broken component says what is wrong as text, whatever is wrong."""

from __future__ import annotations

from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser

from tests.browser.built import files_of
from tests.security.hostile_site import BARE, fence, write_site
from tests.security.payloads import BENIGN, PAYLOADS
from tests.security.serving import ORIGIN
from tests.security.watching import attack_surface, watching


def _preview(folder: Path) -> Path:
    """Build what ``mkdocs serve`` shows: mistakes do not end it."""
    (folder / "theme").mkdir()
    (folder / "theme/main.html").write_text(BARE, encoding="utf-8")
    (folder / "mkdocs.yml").write_text("site_name: Tests\n", encoding="utf-8")
    config = load_config(
        str(folder / "mkdocs.yml"),
        docs_dir=str(folder / "pages"),
        site_dir=str(folder / "site"),
        site_url=f"{ORIGIN}/",
        theme={"name": None, "custom_dir": str(folder / "theme")},
        plugins=[{"candid": {"data_dir": str(folder / "data"), "check": "never"}}],
        markdown_extensions=["pymdownx.superfences"],
    )
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    return folder / "site"


def _broken(text: str) -> str:
    """A page whose every component is broken, each in words of the payload."""
    return "\n".join(
        [
            "# Broken\n",
            fence("offers", {"product": text}),
            fence("offers", {text: text, "product": "v0"}),
            fence("calculator", {text: {"price": 1}}),
            fence("calculator", {"v0/sale": {"price": text}}),
            fence("calculator", {"v0/sale": {text: "1", "outputs": [text]}}),
            fence("comparison", {"products": [text, "v0"], "caption": text, "rows": [{"label": text, "fact": text}]}),
            fence("rule", {"rule": text}),
            fence("chart", {"title": text, "calculator": text}),
            fence("reviews", {"products": [text]}),
        ]
    )


def test_a_problem_is_text(browser: Browser, tmp_path: Path) -> None:
    write_site(tmp_path, [BENIGN])
    for number, text in enumerate((BENIGN, *PAYLOADS)):
        (tmp_path / f"pages/p{number}.md").write_text(_broken(text), encoding="utf-8", newline="")
    files = files_of(_preview(tmp_path))
    with watching(browser, files) as tab:
        tab.open("/p0/")
        assert tab.page.locator(".candid-problem").count() >= 8
        like = set(attack_surface(tab.page))
        wrong: dict[str, object] = {}
        for number, text in enumerate((BENIGN, *PAYLOADS)):
            html = files[f"/p{number}/index.html"].decode()
            surface = set(attack_surface(tab.page, html))
            if news := surface - like:
                wrong[text] = news
            if number % 5 == 0:
                tab.open(f"/p{number}/")
                if misdeeds := tab.misdeeds():
                    wrong[text] = misdeeds
    assert wrong == {}
