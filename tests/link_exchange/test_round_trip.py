"""What is exported and imported again is what was there."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from candid.catalog import Catalog, load_catalog
from candid.link_exchange import offers_table, plan_import, read_offer_rows, read_table
from candid.link_exchange.yaml_edits import new_product
from candid.models import Offer, Product

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
    st.sampled_from(["=1", "'=1", "@x", "-", "a,b", 'a"b', "a\r\nb", " ", "true", "1", "2026-01-01"]),
)
ADDRESSES = st.sampled_from(
    ["https://a.example/", "https://a.example/?x=1&y='=2'#z", "https://ü.example/ß", "https://amzn.to/3AbCdEf"]
)
DAYS = st.none() | st.dates()
NAMES = [f"{word}-{number}" for word in ("a", "b") for number in range(3)]
OFFERS = st.fixed_dictionaries(
    {"title": TEXTS, "destination": ADDRESSES},
    optional={
        "programme": st.just("p"),
        "call_to_action": TEXTS,
        "note": TEXTS,
        "category": TEXTS,
        "affiliate": st.booleans(),
        "starts_on": DAYS,
        "ends_on": DAYS,
        "fallback": st.sampled_from(NAMES),
    },
).map(Offer.model_validate)
PROGRAMME = (
    "name: P\nnetwork: direct\ntracking_url: https://p.example/\npays: x\nterms: {title: T}\nchecked_on: 2026-01-01\n"
)


def write(folder: Path, offers: dict[str, Offer]) -> Catalog:
    for name in ("one", "two"):
        product = Product.model_validate({"name": name, "summary": "x", "official_site": f"https://{name}.example/"})
        own = {key: offer for key, offer in offers.items() if key.startswith("ab"[name == "two"])}
        text = new_product(product, own, {}) if own else new_product(product, own, {}).replace("offers:\n", "")
        (folder / "products" / f"{name}.yml").write_bytes(text.encode())
    return load(folder)


def load(folder: Path) -> Catalog:
    catalog, _, findings = load_catalog(folder, "data", "A site")
    assert findings == []
    return catalog


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), OFFERS, max_size=5))
def test_identity(offers: dict[str, Offer]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("products", "programmes"):
            (folder / part).mkdir()
        (folder / "programmes/p.yml").write_text(PROGRAMME, "utf-8")
        before = write(folder, offers)
        text = offers_table(before)
        empty = write(folder, {})
        table, problems = read_table(text, "t.csv")
        assert table is not None
        rows, more = read_offer_rows(table)
        assert [*problems, *more] == []
        plan = plan_import(rows, empty, folder)
        missing = {o.fallback for o in offers.values()} - {None, *offers}
        assert len(plan.findings) == sum(o.fallback in missing for o in offers.values())
        for change in plan.changes:
            assert change.before == (folder / change.name).read_text("utf-8")
            (folder / change.name).write_bytes(change.after.encode())
        after = load(folder)
        assert {name: record.offer for name, record in after.offers.items()} == offers
        assert offers_table(after) == text
        again = plan_import(rows, after, folder)
        assert (again.changes, again.unchanged) == ((), len(offers))
