"""Addresses in the source of pages that are found before anything is rendered."""

from __future__ import annotations

from tests.checks.conftest import Lint

PROGRAMME = """
    name: P
    network: direct
    tracking_url: https://shop.example/r/me
    pays: A share.
    terms: {title: Terms}
    checked_on: 2029-12-20
    """


def test_affiliate_addresses_outside_of_links(lint: Lint) -> None:
    page = """# A

<form action="https://www.awin1.com/cread.php">
<button onclick="location='https://shop.example/r/me'">Buy</button></form>

`<area href="https://www.awin1.com/">`, and as text: "https://www.awin1.com/".

```html
<area href="https://www.awin1.com/">
```
"""
    findings = lint({"programmes/p.yml": PROGRAMME}, page)
    assert [str(finding).partition(" the ")[0] for finding in findings] == [
        "page.md:3:7: warning: affiliate-address-outside-a-link",
        "page.md:4:9: warning: affiliate-address-outside-a-link",
    ]
    assert "'https://shop.example/r/me' gets no rel" in findings[1].message
