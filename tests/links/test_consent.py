"""What links tell a network about readers' consent, and further parameters of a programme."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from candid.catalog import Catalog, OfferRecord
from candid.links import LinkMarker
from candid.models import Offer, SiteSettings
from tests.links.site import DISCLOSURES, NETWORKS, PRODUCT, TODAY, programme

AWIN = "https://www.awin1.com/cread.php?awinmid=1&awinaffid=2"


def parameters(
    written: str, *, network: str = "awin", url: str = AWIN, site: Any = None, **more: Any
) -> dict[str, str]:
    """The query of the one link on a page."""
    ours = programme(network, url, **more)
    offer = Offer.model_validate({"title": "x", "destination": "https://x.example/", "programme": "p"})
    catalog = Catalog(programmes={"p": ours}, offers={"x": OfferRecord("x", offer, "y", PRODUCT, "p", ours)})
    settings = SiteSettings.model_validate({"name": "A site", **(site or {})})
    marked = LinkMarker(catalog, NETWORKS, settings, DISCLOSURES, TODAY).mark(f'<a href="{written}">x</a>', path="a.md")
    return dict(parse_qsl(urlsplit(marked.links[0].href).query, keep_blank_values=True))


@pytest.mark.parametrize("written", ["offer:x", AWIN.replace("&", "&amp;")])
def test_nobody_asked_is_said(written: str) -> None:
    assert parameters(written)["cons"] == "0"


@pytest.mark.parametrize("site", [{"consent_tool": True}, {"jurisdictions": ["us", "ca", "au", "in"]}])
def test_it_is_not_said_where_it_need_not_be(site: dict[str, Any]) -> None:
    assert "cons" not in parameters("offer:x", site=site)


def test_each_country_with_the_duty_counts() -> None:
    for place in ("eu", "uk", "de", "fr", "es", "it", "ie"):
        assert parameters("offer:x", site={"jurisdictions": ["us", place]})["cons"] == "0"


@pytest.mark.parametrize(("own", "expected"), [({"cons": "1"}, "1"), ({"cons": ""}, None), ({"gdpr": "0"}, None)])
def test_the_programme_decides(own: dict[str, str], expected: str | None) -> None:
    assert parameters("offer:x", parameters=own).get("cons") == expected


def test_what_the_link_says_itself_stays() -> None:
    assert parameters(f"{AWIN}&amp;cons=1")["cons"] == "1"
    assert "cons" not in parameters(f"{AWIN}&amp;gdpr_consent=x")
    assert "cons" not in parameters("https://tidd.ly/x")


def test_sub_id_comes_beside_it() -> None:
    assert parameters("offer:x") == {
        "awinmid": "1",
        "awinaffid": "2",
        "ued": "https://x.example/",
        "cons": "0",
        "clickref": "a.text1",
    }


def test_further_parameters_are_encoded_once() -> None:
    found = parameters(
        "offer:x", network="impact", url="https://x.pxf.io/c/1/2/3", parameters={"subId2": "a b&c", "sharedid": "news"}
    )
    assert found == {"u": "https://x.example/", "subId1": "a.text1", "subId2": "a b&c", "sharedid": "news"}
