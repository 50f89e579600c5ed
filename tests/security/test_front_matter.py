"""Front matter that MkDocs' own templates would print as HTML, or obey."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from mkdocs.exceptions import Abort

from candid.theme_text import without_markup
from tests.security.hostile_site import build_site, write_site
from tests.security.payloads import PAYLOADS, TEXTS


def test_a_title_a_description_and_tags_are_text_in_material(tmp_path: Path) -> None:
    words = '</title><script>pwned(1)</script>" http-equiv="refresh" content="0;url=//evil.example/'
    write_site(tmp_path, [words])
    page = BeautifulSoup(
        (build_site(tmp_path, material=True) / "v0/index.html").read_text(encoding="utf-8"), "html5lib"
    )
    assert page.title is not None
    assert page.title.get_text() == f"{words} - Tests"
    assert [tag["content"] for tag in page.select("meta[name=description]")] == [words]
    assert page.select("meta[http-equiv]") == []
    assert not [
        script
        for script in page.select("script")
        if "pwned" in script.get_text()
        and "src" not in script.attrs
        and script.get("type") not in ("application/ld+json", "application/json")
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_in_front_matter_is_left_that_could_open_a_tag_or_end_a_value(payload: str) -> None:
    meta = {"title": payload, "description": payload, payload: [payload, {"deep": payload}], "number": 1}
    inert = without_markup(meta)
    assert inert["number"] == 1
    assert not set(inert["title"]) & set("<>")
    assert not set(repr(inert["description"])[1:-1]) & set('<>"')
    assert without_markup(inert) == inert, "a page that is built again stays as it is"


def test_ordinary_words_stay_as_they_are() -> None:
    meta = {"title": 'The "best" of A & B &amp; C', "tags": ["R&D", "it's"], "review": {"scores": {"fees": 3}}}
    assert without_markup(meta) == meta


def test_a_page_cannot_send_its_readers_elsewhere(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_site(tmp_path, TEXTS[:1])
    text = "---\ntitle: Moved\ntemplate: redirect.html\nlocation: https://evil.example/\n---\n"
    (tmp_path / "pages/moved.md").write_text(text, encoding="utf-8")
    with pytest.raises(Abort):
        build_site(tmp_path, material=True)
    assert "pages/moved.md:3:11: unsafe-link by 'redirect.html' the page would send its readers to" in caplog.text
