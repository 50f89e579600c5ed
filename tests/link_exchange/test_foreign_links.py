"""Exports of other link managers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from candid.catalog import load_catalog
from candid.models import Offer
from tests.link_exchange.conftest import Run

AWIN = "https://www.awin1.com/cread.php?awinmid=1&awinaffid=2&clickref=x&ued=https%3A%2F%2Fshop.example%2Fdeal"
PRETTY = (
    '"id","url","slug","name","redirect_type","track_me","nofollow","sponsored","param_forwarding","google_tracking",'
    '"delay","created_at","last_updated_at","link_categories","link_tags","description","expire_date"\n'
)
THIRSTY = (
    "Link Name,Destination URL,Slug,Categories,Images,Geolocation Links,Autolinker Keywords,_ta_no_follow,"
    "_ta_link_start_date,_ta_link_expire_date,_ta_after_expire_redirect\n"
)
WXR = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
{items}
</channel>
</rss>
"""


def item(kind: str, slug: str, title: str, category: str = "", status: str = "publish", **fields: str) -> str:
    meta = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>\n"
        for key, value in fields.items()
    )
    return (
        f"<item>\n<title>{title}</title>\n<wp:post_name>{slug}</wp:post_name>\n<wp:status>{status}</wp:status>\n"
        f"<wp:post_type>{kind}</wp:post_type>\n"
        f'<category domain="{kind}-category" nicename="x"><![CDATA[{category}]]></category>\n{meta}</item>'
    )


def imported(folder: Path, run: Run, text: str, form: str, *words: str, code: int = 0) -> tuple[dict[str, Offer], str]:
    """The offers after an import that writes, and what was said."""
    result = run("import", "-", "--from", form, "--write", *words, text=text, code=code)
    catalog, _, findings = load_catalog(folder / "content/data", "data", "A site")
    assert findings == []
    return {name: record.offer for name, record in catalog.offers.items() if name != "join"}, result.stderr


def pretty(url: str, slug: str, name: str, nofollow: int = 1, sponsored: int = 0, *more: str) -> str:
    tail = (*more, "", "", "", "")[:4]
    cells = ["7", url, slug, name, "307", "1", nofollow, sponsored, "0", "", "0", "2024-01-01", "2024-01-01", *tail]
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


class TestWhereLinksGo:
    """Product and programme, by the address alone."""

    def test_a_programme_s_link_becomes_its_offer(self, folder: Path, run: Run) -> None:
        rows = pretty(AWIN, "go/deal", "The deal") + pretty(
            "https://www.amazon.com/dp/B0?tag=me-20&ascsubtag=x", "book", "B"
        )
        offers, said = imported(folder, run, PRETTY + rows, "prettylinks", "--product", "shop")
        assert offers["deal"] == Offer.model_validate(
            {"title": "The deal", "destination": "https://shop.example/deal", "programme": "shop-partners"}
        )
        assert (offers["book"].destination, offers["book"].programme) == ("https://www.amazon.com/dp/B0", "associates")
        assert "standard input:2:" in said
        assert "the slug 'go/deal' becomes the id 'deal'" in said

    @pytest.mark.parametrize(
        ("query", "destination"),
        [
            ("?page_url=https%3A%2F%2Fwhirl.example%2Fshop%2Fmixer", "https://whirl.example/shop/mixer"),
            ("?sid=old&page_url=https%3A%2F%2Fwhirl.example%2Fshop", "https://whirl.example/shop"),
            ("?sid=old", "https://whirl.example/ref/mia"),
            ("", "https://whirl.example/ref/mia"),
        ],
    )
    def test_so_does_a_link_that_no_table_knows(self, folder: Path, run: Run, query: str, destination: str) -> None:
        (folder / "content/data/programmes/whirl.yml").write_text(
            "name: Whirl\nnetwork: direct\ntracking_url: https://whirl.example/ref/mia\n"
            "destination_parameter: page_url\nsub_id_parameter: sid\n"
            "pays: A share.\nterms: {title: Terms}\nchecked_on: 2026-11-20\n",
            "utf-8",
        )
        text = PRETTY + pretty(f"https://whirl.example/ref/mia{query}", "whirl", "Whirl")
        text += pretty("https://whirl.example/ref/mia/else", "else", "Else")
        offers, _ = imported(folder, run, text, "prettylinks", "--product", "shop")
        assert offers["whirl"] == Offer.model_validate(
            {"title": "Whirl", "destination": destination, "programme": "whirl"}
        )
        assert (offers["else"].programme, offers["else"].affiliate) == (None, True)

    @pytest.mark.parametrize(
        "url",
        [
            AWIN.replace("awinmid=1", "awinmid=9"),
            AWIN.replace("awinaffid=2", "awinaffid=9"),
            "https://www.amazon.com/?tag=else-20",
        ],
    )
    def test_somebody_else_s_link_stays_as_it_is(self, folder: Path, run: Run, url: str) -> None:
        offers, _ = imported(folder, run, PRETTY + pretty(url, "x", "X"), "prettylinks", "--product", "shop")
        assert (offers["x"].destination, offers["x"].programme, offers["x"].affiliate) == (url, None, False)

    def test_products_are_told_by_their_sites(self, folder: Path, run: Run) -> None:
        rows = pretty(AWIN, "deal", "Deal") + pretty("https://other.example/?aff_id=3", "o", "O")
        rows += pretty("https://new.example/a", "n", "New thing", 1, 0, "tools") + pretty(
            "https://new.example/b", "m", "M"
        )
        _, said = imported(folder, run, PRETTY + rows, "prettylinks")
        catalog, _, _ = load_catalog(folder / "content/data", "data", "A site")
        assert {name: record.product_id for name, record in catalog.offers.items()} == {
            "join": "shop",
            "deal": "shop",
            "o": "other",
            "n": "new-thing",
            "m": "m",
        }
        new = catalog.products["new-thing"]
        assert (new.name, new.summary, new.official_site, new.category) == (
            "New thing",
            "New thing",
            "https://new.example/",
            "tools",
        )
        assert "products/new-thing.yml will be new" in said

    def test_what_a_shop_sells_is_no_product_together(self, folder: Path, run: Run) -> None:
        amazon = "https://www.amazon.com/dp/{}?tag=me-20"
        rows = pretty(amazon.format("B9"), "go/toaster", "Toaster") + pretty(amazon.format("B8"), "go/blender", "Mixer")
        rows += pretty(amazon.format("B9"), "go/toast", "Toast") + pretty(amazon.format("B7"), "go/mixer", "Mixer")
        imported(folder, run, PRETTY + rows, "prettylinks")
        catalog, _, _ = load_catalog(folder / "content/data", "data", "A site")
        assert {name: record.product_id for name, record in catalog.offers.items() if name != "join"} == {
            "toaster": "toaster",
            "toast": "toaster",
            "blender": "mixer",
            "mixer": "mixer-2",
        }
        assert catalog.products["toaster"].official_site == "https://www.amazon.com/dp/B9"
        # What is there is found again, and one of these products takes in nothing else of the shop.
        rows += pretty(amazon.format("B9/else"), "kettle", "Kettle") + pretty(amazon.format("B1"), "pan", "Pan")
        imported(folder, run, PRETTY + rows, "prettylinks")
        catalog, _, _ = load_catalog(folder / "content/data", "data", "A site")
        assert catalog.offers["mixer"].product_id == "mixer-2"
        assert catalog.offers["pan"].product_id == "pan"

    def test_an_old_product_that_is_a_marketplace_takes_in_nothing(self, folder: Path, run: Run) -> None:
        shop = "name: amazon.com\nsummary: Toaster\nofficial_site: https://www.amazon.com/\n"
        (folder / "content/data/products/amazon-com.yml").write_text(shop, "utf-8")
        imported(folder, run, PRETTY + pretty("https://www.amazon.com/dp/B1?tag=me-20", "pan", "Pan"), "prettylinks")
        catalog, _, _ = load_catalog(folder / "content/data", "data", "A site")
        assert catalog.offers["pan"].product_id == "pan"

    def test_an_offer_that_is_there_is_found_by_where_it_leads(self, folder: Path, run: Run) -> None:
        row = pretty(AWIN.replace("%2Fdeal", "%2Fjoin"), "go/join-now", "Join now", 1, 0, "", "", "", "2026-12-31")
        before = (folder / "content/data/products/shop.yml").read_text("utf-8")
        offers, said = imported(folder, run, PRETTY + row, "prettylinks")
        assert offers == {}
        assert (folder / "content/data/products/shop.yml").read_text("utf-8") == before
        assert "'join-now' is there already as the offer 'join', with other days" in said
        assert "0 new, 0 replaced, 1 as they were" in said

    def test_what_tells_no_product_is_left_out(self, folder: Path, run: Run) -> None:
        rows = pretty("https://amzn.to/3AbCdEf", "book", "B") + pretty("/about", "about", "About")
        rows += pretty("https://x.example/?irclickid=1", "copied", "C")
        offers, said = imported(folder, run, PRETTY + rows, "prettylinks")
        assert offers == {}
        assert "standard input:2:5: warning: import-left-out the address of 'book' does not tell" in said
        assert "standard input:3:5: warning: import-left-out '/about' must be a full address" in said
        assert "standard input:4:5: warning: import-left-out the address was copied after a click" in said

    @pytest.mark.parametrize(
        ("url", "nofollow", "sponsored", "affiliate"),
        [
            ("https://new.example/", 0, 0, False),
            ("https://new.example/", 1, 0, True),
            ("https://new.example/", 0, 1, True),
            ("https://bit.ly/3abc", 0, 0, True),
            ("https://amzn.to/3AbCdEf", 1, 1, False),
        ],
    )
    def test_no_affiliate_link_becomes_a_plain_one(
        self, folder: Path, run: Run, url: str, nofollow: int, sponsored: int, affiliate: bool
    ) -> None:
        text = PRETTY + pretty(url, "x", "X", nofollow, sponsored)
        offers, _ = imported(folder, run, text, "prettylinks", "--product", "shop")
        assert offers["x"].affiliate is affiliate
        if affiliate or "amzn" in url:
            (folder / "content/pages").mkdir()
            (folder / "content/pages/p.md").write_text("[x](offer:x)\n", "utf-8")
            (link,) = [row for row in json.loads(run("list", "--json").stdout) if row["placement"] == "text"]
            assert link["class"] == "certain"


class TestWhatIsSaid:
    """Each thing once, about what becomes of a link."""

    def test_a_link_that_is_left_out_is_not_said_to_change(self, run: Run) -> None:
        row = pretty("not a url", "go/broken", "Broken", 1, 0, "A,B", "", "", "2026-01-01")
        said = run("import", "-", "--from", "prettylinks", text=PRETTY + row).stderr
        assert said.count("standard input:") == 1
        assert "import-left-out 'not a url' must not contain spaces" in said
        assert "hint: mend the target in the table" in said
        said = run("import", "-", "--from", "prettylinks", text=PRETTY + pretty("/about", "about", "About")).stderr
        assert "hint: it leads to a page of the site's own, which needs no offer" in said

    def test_further_categories(self, folder: Path, run: Run) -> None:
        offers, said = imported(folder, run, PRETTY + pretty(AWIN, "deal", "Deal", 1, 1, "A, B,C"), "prettylinks")
        assert offers["deal"].category == "A"
        assert said.count("'deal' keeps the category 'A', not 'B', 'C'") == 1
        _, said = imported(folder, run, f"{THIRSTY}Two,{AWIN}2,two,A;B\n", "thirstyaffiliates")
        assert "'two' keeps the category 'A', not 'B'" in said
        post = item("surl", "x", "X", "Home, garden", _surl_redirect=f"{AWIN}3")
        more = '<category domain="surl-category"><![CDATA[Tools]]></category>\n</item>'
        text = WXR.format(items=post.replace("</item>", more))
        offers, said = imported(folder, run, text, "simple-urls")
        assert offers["x"].category == "Home, garden"
        assert "'x' keeps the category 'Home, garden', not 'Tools'" in said

    def test_an_offer_that_is_over(self, folder: Path, run: Run) -> None:
        rows = pretty(AWIN, "over", "Over", 1, 1, "", "", "", "2026-11-20")
        rows += pretty(f"{AWIN}2", "last", "Last", 1, 1, "", "", "", "2026-11-21")
        offers, said = imported(folder, run, PRETTY + rows, "prettylinks")
        assert str(offers["over"].ends_on) == "2026-11-20"
        assert "'over' is taken over although its last day was 2026-11-20" in said
        assert "'last'" not in said


class TestPrettyLinks:
    """A CSV table of its own."""

    def test_all_that_is_read(self, folder: Path, run: Run) -> None:
        row = pretty(
            AWIN, "deal", "Deal", 1, 1, "hosting,tools", "a-tag", "Ask again in May.\nRate: 5%", "2026-12-31 23:59:59"
        )
        offers, _ = imported(folder, run, PRETTY + row, "prettylinks")
        assert (offers["deal"].category, str(offers["deal"].ends_on)) == ("hosting", "2026-12-31")
        text = (folder / "content/data/products/shop.yml").read_text("utf-8")
        assert "  # Ask again in May.\n  # Rate: 5%\n  deal:\n" in text
        assert offers["deal"].note == ""

    def test_an_older_table(self, folder: Path, run: Run) -> None:
        text = f"id,url,slug,name,group_id,redirect_type,track_me,nofollow\n1,{AWIN},deal,Deal,0,301,1,1\n"
        assert set(imported(folder, run, text, "prettylinks")[0]) == {"deal"}

    def test_its_posts_have_no_targets(self, folder: Path, run: Run) -> None:
        text = WXR.format(items=item("pretty-link", "deal", "Deal"))
        assert "export them as CSV in the plugin" in imported(folder, run, text, "prettylinks", code=1)[1]


class TestThirstyAffiliates:
    """A CSV table, or what WordPress exports."""

    def test_table(self, folder: Path, run: Run) -> None:
        url = AWIN.replace("&", "&#038;")
        rows = f"Tom &amp; Deal,{url},deal,Hosting;Tools,,,kw,yes,2026-11-01,2026-12-31,https://shop.example/over\n"
        own = "Own,https://other.example/a,own,,,,,no,,soon,\n"
        offers, said = imported(folder, run, THIRSTY + rows + own, "thirstyaffiliates")
        deal = offers["deal"]
        assert (deal.title, deal.category, deal.programme) == ("Tom & Deal", "Hosting", "shop-partners")
        assert (str(deal.starts_on), str(deal.ends_on)) == ("2026-11-01", "2026-12-31")
        assert offers["own"].affiliate
        assert "'deal' led to https://shop.example/over after its last day" in said
        assert f"standard input:3:{own.index('soon') + 1}: info: import-changed 'soon' is not a day" in said

    def test_table_without_known_names(self, folder: Path, run: Run) -> None:
        text = f"Nom du lien,Adresse,Chemin,Rubriques\nDeal,{AWIN},deal,Outils\n"
        offers, _ = imported(folder, run, text, "thirstyaffiliates")
        assert (offers["deal"].title, offers["deal"].category) == ("Deal", "Outils")

    def test_posts(self, folder: Path, run: Run) -> None:
        items = [
            item("thirstylink", "deal", "Deal", "Hosting", _ta_destination_url=AWIN, _ta_link_expire_date="2026-12-31"),
            item("thirstylink", "draft", "Draft", "", "draft", _ta_destination_url=AWIN),
            item("post", "page", "Page", _ta_destination_url=AWIN),
        ]
        offers, _ = imported(folder, run, WXR.format(items="\n".join(items)), "thirstyaffiliates")
        assert {name: (offer.category, str(offer.ends_on)) for name, offer in offers.items()} == {
            "deal": ("Hosting", "2026-12-31")
        }


class TestSimpleUrls:
    """What WordPress exports, or a table of its fields."""

    def test_posts(self, folder: Path, run: Run) -> None:
        text = WXR.format(items=item("surl", "deal", "Deal", _surl_redirect=AWIN, _surl_count="9"))
        offers, _ = imported(folder, run, text, "simple-urls")
        assert offers["deal"].programme == "shop-partners"

    def test_table(self, folder: Path, run: Run) -> None:
        text = f"Title,Slug,_surl_redirect,_surl_count\nDeal,deal,{AWIN},9\n"
        assert set(imported(folder, run, text, "simple-urls")[0]) == {"deal"}


def test_a_table_of_something_else(run: Run) -> None:
    result = run("import", "-", "--from", "prettylinks", text="a,b\n1,2\n", code=1)
    assert "standard input:1:1: missing-key no column has the targets: 'url'" in result.stderr


_OWN = "offer,product,title,destination\n"
_SURL = "Title,Slug,_surl_redirect,_surl_count\n"
_SHORT_THIRSTY = "Link Name,Destination URL,Slug,Categories,_ta_no_follow,_ta_redirect_type,_ta_rel_tags\n"


@pytest.mark.parametrize(
    ("text", "forms", "said"),
    [
        (_SHORT_THIRSTY, ["candid", "prettylinks", "simple-urls"], "ThirstyAffiliates: say --from thirstyaffiliates"),
        (THIRSTY.replace(",", ";"), ["candid"], "ThirstyAffiliates: say --from thirstyaffiliates"),
        (PRETTY, ["candid", "thirstyaffiliates", "simple-urls"], "Pretty Links: say --from prettylinks"),
        (_SURL, ["candid", "thirstyaffiliates", "prettylinks"], "Simple URLs: say --from simple-urls"),
        (_OWN, ["prettylinks", "simple-urls"], "a table of candid links export: say --from candid"),
        (WXR.format(items=item("surl", "a", "A")), ["candid", "thirstyaffiliates"], "Simple URLs: say --from simple-"),
    ],
)
def test_whose_export_it_is_can_be_told(run: Run, text: str, forms: list[str], said: str) -> None:
    for form in forms:
        words = ["--from", form] if form != "candid" else []
        result = run("import", "-", *words, text=f"{text}Deal,{AWIN},deal,,,,\n", code=1)
        assert f"standard input:1:1: invalid-value this looks like {said}" in result.stderr
        assert result.stderr.count("standard input:") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<rss><channel>", "standard input:1:"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><rss>&a;</rss>', "has no document type"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><rss/>', "has no document type"),
    ],
)
def test_hostile_xml(run: Run, text: str, said: str) -> None:
    result = run("import", "-", "--from", "simple-urls", text=text, code=1)
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_a_bomb_of_entities_is_not_expanded(run: Run) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x"}">' for n in range(9))
    run("import", "-", "--from", "simple-urls", text=f"<!DOCTYPE x [{entities}]><rss>&e8;</rss>", code=1)


def test_ids_do_not_clash_unseen(run: Run) -> None:
    rows = pretty(AWIN, "go/deal", "D") + pretty(AWIN, "out/deal", "D") + pretty(AWIN, "join", "J")
    result = run("import", "-", "--from", "prettylinks", "--write", text=PRETTY + rows, code=1)
    assert "standard input:3:1: duplicate-id the offer 'deal' stands on line 2 already" in result.stderr
    assert "standard input:4:1: duplicate-id the offer 'join' exists with another" in result.stderr
