"""Where each button leads, readable before it is followed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from candid.components.offers import product_offers
from candid.site import load_site

VISIT = "Visit the site"


@pytest.mark.parametrize(
    ("offers", "shops"),
    [
        ([("amazon.com", VISIT), ("www.amazon.de", VISIT)], ["amazon.com", "amazon.de"]),
        ([("amazon.com", "See at Amazon"), ("amazon.de", "See at Amazon")], ["amazon.com", "amazon.de"]),
        ([("amazon.com", "See at Amazon"), ("kettlehouse.example", "To Kettle House")], ["", ""]),
        ([("shop.example", VISIT), ("shop.example", "At Shop, for less")], ["Offer 0", ""]),
        ([("kettle.example", VISIT)], ["kettle.example"]),
        ([("kettle.example", "Buy the kettle")], [""]),
        ([("a-host-that-no-phone-has-room-for.example", VISIT)], ["Offer 0"]),
    ],
)
def test_a_button_names_its_shop_where_its_words_do_not(
    tmp_path: Path, offers: list[tuple[str, str]], shops: list[str]
) -> None:
    (tmp_path / "products").mkdir()
    (tmp_path / "products" / "kettle.yml").write_text(
        "name: Kettle\nsummary: It boils.\nofficial_site: https://kettle.example/\noffers:\n"
        + "".join(
            f'  o{index}: {{title: Offer {index}, destination: "https://{host}/", call_to_action: "{text}"}}\n'
            for index, (host, text) in enumerate(offers)
        ),
        encoding="utf-8",
    )
    site, findings = load_site(tmp_path, "data", default_name="A site", today=date(2026, 11, 21))
    assert findings == []
    links = product_offers("kettle", site)
    assert [link.shop for link in links] == shops
    button = (
        "{% from 'candid/parts.html' import offer_button %}{{ offer_button(view, 'Kettle', 'summary', view.shop) }}"
    )
    folder = tmp_path / "theme"
    folder.mkdir()
    (folder / "button.html").write_text(button, encoding="utf-8")
    own, _ = load_site(tmp_path, "data", default_name="A site", today=date(2026, 11, 21), overrides=[folder])
    for link in links:
        html = own.renderer.render("button.html", link)
        assert f">{link.call_to_action}{f': {link.shop}' if link.shop else ''}<" in html
