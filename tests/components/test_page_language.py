"""Components on pages in other languages: their words are English, and say so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html
from markdown import Markdown

from candid.diagnostics import Finding
from candid.markdown_extension import CandidExtension
from candid.site import Site

FENCES = {
    "offers": "product: bazaar",
    "rule": "rule: bazaar/sale-fee",
    "comparison": "products: [bazaar, souk]\ncaption: Markets\nrows: [{label: Offers, offers: true}]",
}


def converted(site: Site, language: str, text: str) -> html.HtmlElement:
    found: list[Finding] = []
    settings = site.settings.model_copy(update={"language": language})
    own = replace(site, settings=settings, _fences={}, _once={})
    page = Markdown(extensions=[CandidExtension(own, report=found.append)]).convert(f"# Page\n\n{text}")
    assert {finding.code for finding in found} <= {"missing-file"}  # the page of the review, in a site of one text
    return html.fragment_fromstring(page, create_parent="main")


@pytest.mark.parametrize(("language", "said"), [("de", "en"), ("fr", "en"), ("en", None)])
@pytest.mark.parametrize("name", FENCES)
def test_the_root_of_a_component_says_its_language(site: Site, name: str, language: str, said: str | None) -> None:
    first = converted(site, language, f"```{name}\n{FENCES[name]}\n```\n").xpath("//*[starts-with(@class, 'candid-')]")
    roots = [one for one in first if one.getparent().tag == "main" and "candid-disclosure" not in one.get("class")]
    assert [root.get("lang") for root in roots] == [said]
