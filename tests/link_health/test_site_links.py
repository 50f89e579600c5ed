"""Which addresses a site has, where they stand, and what is asked for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from candid.link_health.site_links import SiteLink, site_links
from candid_rules.documents import Location, load
from tests.link_health.site import PRODUCT, PROGRAMME, loaded

SITE = "https://bazaar.example"
AWIN = "https://www.awin1.com/cread.php?awinmid=1000&awinaffid=1000"

PAGE = """\
---
title: A page
review:
  product: bazaar
  scores: {}
  verdict: x
  pros: [a]
  cons: [b]
  evidence:
    - {kind: public-sources, note: n, sources: [{title: t, url: "https://front.example/"}]}
image: https://other-tools.example/
---

# A page

[one](https://a.example/x#part), [again](https://a.example/x) and <https://auto.example/>.
[wiki](https://b.example/Word_(sense)) ([in brackets](https://c.example/)).
<a href="https://d.example/?a=1&amp;b=2">html</a>, [reference][r], ![picture](https://e.example/p.png)
`[code](https://no.example/1)` and in prose https://no.example/2
<!-- [comment](https://no.example/3) -->

    [indented](https://no.example/4)

```yaml
url: https://no.example/5
```

```calculator
bazaar/sale:
  sources: {price: {title: t, url: "https://fence.example/"}}
```

<!--
```calculator
bazaar/sale:
  sources: {price: {title: t, url: "https://no.example/6"}}
```
-->

[r]: https://ref.example/ "A title"
"""


def links_of(root: Path, files: dict[str, str], *, follow: bool = False) -> dict[str, SiteLink]:
    whole = loaded(root, files)
    return {link.address: link for link in site_links(whole.site, whole.pages, follow_tracking=follow)}


def places(link: SiteLink) -> list[str]:
    return [f"{Path(place.at.path).name}:{place.at.line}:{place.at.column}" for place in link.places]


def test_every_address_of_a_page_once_with_all_places(tmp_path: Path) -> None:
    links = links_of(tmp_path, {"pages/index.md": PAGE})
    assert {address: places(link) for address, link in links.items()} == {
        "https://front.example/": ["index.md:10:65"],
        "https://a.example/x": ["index.md:16:7", "index.md:16:42"],
        "https://auto.example/": ["index.md:16:68"],
        "https://b.example/Word_(sense)": ["index.md:17:8"],
        "https://c.example/": ["index.md:17:55"],
        "https://d.example/?a=1&b=2": ["index.md:18:10"],
        "https://e.example/p.png": ["index.md:18:79"],
        "https://fence.example/": ["index.md:30:36"],
        "https://ref.example/": ["index.md:40:6"],
    }


def test_a_place_is_where_the_address_begins(tmp_path: Path) -> None:
    for link in links_of(tmp_path, {"pages/index.md": PAGE, **data()}).values():
        for place in link.places:
            line = Path(place.at.path).read_text("utf-8").split("\n")[place.at.line - 1]
            assert line[place.at.column - 1 :].lstrip("\"'").startswith(place.written)


def data(tracking: str = AWIN, network: str = "awin", more: str = "") -> dict[str, str]:
    return {
        "data/products/bazaar.yml": PRODUCT.format(site=SITE),
        "data/programmes/partners.yml": PROGRAMME.format(site=SITE, network=network, tracking=tracking) + more,
    }


def test_every_address_of_the_data(tmp_path: Path) -> None:
    links = links_of(tmp_path, data())
    assert {address.removeprefix(SITE): places(link) for address, link in links.items()} == {
        "/": ["bazaar.yml:3:16"],
        "/about": ["bazaar.yml:8:33"],
        "/join": ["bazaar.yml:11:36"],
        "/terms": ["partners.yml:5:28"],
        AWIN: ["partners.yml:3:15"],
    }


def test_prefixes_and_what_somebody_looked_at_are_no_links(tmp_path: Path) -> None:
    site = "name: A\nlinks: [{prefix: 'https://p.example/', affiliate: false}]\n"
    attested = "- {url: 'https://q.example/', checked_on: 2026-11-20, until: 2026-12-20}\n"
    assert links_of(tmp_path, {"data/site.yml": site, "data/attestations.yml": attested}) == {}


def test_sources_of_own_rulebooks(tmp_path: Path) -> None:
    whole = loaded(tmp_path, {})
    book, _ = load("sources:\n  fees: {title: T, url: 'https://s.example/fees'}\n", Location("own.yml"))
    assert book is not None
    (link,) = site_links(whole.site, whole.pages, [book])
    assert (link.address, places(link)) == ("https://s.example/fees", ["own.yml:2:25"])


STAND_INS = [
    ("https://plain.example/a?b=1", "https://plain.example/a?b=1"),
    (
        "https://www.awin1.com/cread.php?awinmid=1&awinaffid=2&ued=https%3A%2F%2Fa.example%2Fx%3Fb%3D1",
        "https://a.example/x?b=1",
    ),
    ("https://prf.hn/click/camref:1011abc/destination:https://a.example/x", "https://a.example/x"),
    ("https://www.amazon.com/dp/B0?tag=me-20", "https://www.amazon.com/dp/B0"),
    ("https://www.amazon.com/dp/B0?th=1&tag=me-20#x", "https://www.amazon.com/dp/B0?th=1"),
    ("https://a.example/x?irclickid=abc&b=1", "https://a.example/x?b=1"),
    (
        "https://go.skimresources.com/?id=1&url=https%3A%2F%2Fwww.amazon.com%2Fdp%2FB0%3Ftag%3Dme-20",
        "https://www.amazon.com/dp/B0",
    ),
    ("https://amzn.to/3AbCdEf", None),
    ("https://www.awin1.com/cread.php?awinmid=1&awinaffid=2", None),
    ("https://bit.ly/3abcdef", "https://bit.ly/3abcdef"),
]


@pytest.mark.parametrize(("address", "stand_in"), STAND_INS)
def test_tracking_is_not_visited(tmp_path: Path, address: str, stand_in: str | None) -> None:
    (link,) = links_of(tmp_path, {"pages/index.md": f"[x]({address})\n"}).values()
    assert link.asked(follow_tracking=False) == stand_in
    assert link.asked(follow_tracking=True) == address.partition("#")[0]


def test_unless_somebody_wants_it(tmp_path: Path) -> None:
    links = links_of(tmp_path, data(), follow=True)
    published = f"{AWIN}&cons=0&ued=https%3A%2F%2Fbazaar.example%2Fjoin"
    (link,) = (link for address, link in links.items() if "ued=" in address)
    assert set(link.address.split("&")) == set(published.split("&"))
    assert (link.destination, link.network, places(link)) == (f"{SITE}/join", "awin", ["bazaar.yml:11:3"])


def test_a_stand_in_partner_id_cannot_track(tmp_path: Path) -> None:
    links = links_of(tmp_path, data(more="placeholder: true\n"), follow=True)
    (link,) = (link for address, link in links.items() if "ued=" in address)
    assert link.asked(follow_tracking=True) == f"{SITE}/join"
    assert links[AWIN].asked(follow_tracking=True) is None
