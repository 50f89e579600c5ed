"""Whatever stands in a text field is text: records, rulebooks and fence bodies cannot become HTML."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from candid.models import Review
from candid.site import Site
from tests.components.conftest import HERE, REVIEW, site_of
from tests.components.fences import render, render_summary

HOSTILE = (
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)></textarea></form></table>{{ 7 * 7 }}{% raw %}"
    "\x02wzxhzdk:0\x03 javascript:alert(1) &lt;b&gt; &amp;"
)
SHOWN = "<script>alert(1)</script>"

FREE_TEXT = {"title", "summary", "label", "help", "note", "name", "value", "question", "call_to_action", "category"}
RULEBOOK_TEXT = FREE_TEXT - {"value"}  # an output's value is an expression there


def _poisoned(node: Any, keys: set[str]) -> Any:
    if isinstance(node, dict):
        return {
            key: dict.fromkeys(value, HOSTILE)
            if key == "choices"
            else HOSTILE
            if key in keys and isinstance(value, str)
            else _poisoned(value, keys)
            for key, value in node.items()
        }
    return [_poisoned(item, keys) for item in node] if isinstance(node, list) else node


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("hostile")
    for path in (HERE / "site").rglob("*.yml"):
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        keys = RULEBOOK_TEXT if path.parent.name == "rules" else FREE_TEXT
        copy = folder / path.relative_to(HERE / "site")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(yaml.safe_dump(_poisoned(content, keys)), encoding="utf-8")
    return site_of(folder)


def _quoted(text: str) -> str:
    return yaml.safe_dump(text, default_style='"', width=10_000).strip()


FENCES = {
    "calculator": (
        f"bazaar/sale:\n  price: 600\n  compare: {{price: [1, 2]}}\n  title: {_quoted(HOSTILE)}\n"
        f"  caption: {_quoted(HOSTILE)}\n"
    ),
    "comparison": (
        f"products: [bazaar, souk, fair]\ncaption: {_quoted(HOSTILE)}\nranking_basis: {_quoted(HOSTILE)}\nrows:\n"
        f"  - {{label: {_quoted(HOSTILE)}, fact: opened}}\n  - {{label: a, fact: payout}}\n"
        "  - {label: b, measure: keep, amount: 10}\n  - {label: c, offers: true}\n"
    ),
    "offers": f"product: bazaar\ntitle: {_quoted(HOSTILE)}\n",
    "rule": f"rule: bazaar/sale-fee\ntitle: {_quoted(HOSTILE)}\n",
}


@pytest.mark.parametrize("name", FENCES)
def test_hostile_text_stays_text_in_a_fence(site: Site, hostile_site: Site, name: str) -> None:
    _assert_inert(render(hostile_site, name, FENCES[name]), like=render(site, name, FENCES[name].replace(HOSTILE, "a")))


def test_hostile_text_stays_text_in_a_summary(site: Site, hostile_site: Site) -> None:
    poisoned = Review.model_validate(
        {
            **REVIEW.model_dump(),
            "verdict": HOSTILE,
            "pros": [HOSTILE],
            "cons": [HOSTILE],
            "evidence": [
                {
                    "kind": "public-sources",
                    "note": HOSTILE,
                    "sources": [{"title": HOSTILE, "url": "https://a.example/"}],
                }
            ],
        }
    )
    _assert_inert(render_summary(hostile_site, poisoned), like=render_summary(site, REVIEW))


def _assert_inert(html: str, like: str) -> None:
    page = BeautifulSoup(html, "html5lib")
    harmless = {tag.name for tag in BeautifulSoup(like, "html5lib").find_all(True)}
    assert {tag.name for tag in page.find_all(True)} <= harmless
    for tag in page.find_all(True):
        assert isinstance(tag, Tag)
        assert not [name for name in tag.attrs if name.startswith("on") or name == "style"]
        assert not str(tag.get("href", "")).lower().startswith(("javascript:", "data:"))
    assert page.get_text().count(SHOWN) >= 3
    assert "{{ 7 * 7 }}" in page.get_text()
    assert "&lt;b&gt; &amp;" in page.get_text()
    assert "\x02" not in html
    assert "\x03" not in html
