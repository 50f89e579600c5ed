"""What the flagship's own pages and records promise, held against each other.

These tests read the Markdown and the YAML as written: PyYAML and regular expressions, nothing of Candid, so that a
mistake in Candid cannot hide a mistake in the content.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

CONTENT = Path(__file__).parents[2] / "content"
PAGES = CONTENT / "pages"
DATA = CONTENT / "data"
PAGE_NAMES = sorted(path.relative_to(PAGES).as_posix() for path in PAGES.rglob("*.md"))
PRODUCTS = sorted(path.stem for path in (DATA / "products").glob("*.yml"))

#: Promises that no page can keep. Where a page quotes such a claim in order to correct it, it uses other words.
HYPE = re.compile(
    r"\b(guaranteed?|risk[- ]free|game[- ]chang\w+|unbeatable|best[- ]in[- ]class|revolutionary|amazing|skyrocket\w*"
    r"|quit your job|six[- ]figures?|get rich|no[- ]brainer|must[- ]have|unbiased|act now)\b",
    re.IGNORECASE,
)
#: What only somebody who used a product may write.
EXPERIENCE = re.compile(
    r"\b(we|i)(?:'ve| have)? (?:(?!not )\w+ )?(tested|tried|used|bought|signed up|earned)\b"
    r"|\bmy experience\b|\bhands-on\b",
    re.IGNORECASE,
)
#: The scale that ended on 3 May 2023, as pages print it, and the words that say it is over.
OLD_SCALE = re.compile(r"20/10/5|20%[^.|]{0,60}\b10%[^.|]{0,60}\b5%|5% (?:to|and|–|-) 20%|\b20% (?:service )?fee")
ENDED = re.compile(r"\b(ended|no longer|gone|years from 2016|to [23] May 2023)\b", re.IGNORECASE)


def page(name: str) -> tuple[dict[str, Any], str]:
    """A page's front matter and its body."""
    _, front_matter, body = (PAGES / name).read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front_matter), body


def record(path: str) -> dict[str, Any]:
    """One data file as plain mappings; dates come as ``date``, numbers are not amounts here."""
    loaded = yaml.safe_load((DATA / path).read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def paragraphs(body: str) -> list[str]:
    """Blocks of prose, fences left out."""
    prose = re.sub(r"^```.*?^```$", "", body, flags=re.DOTALL | re.MULTILINE)
    return [block for block in re.split(r"\n\s*\n", prose) if block.strip()]


def texts(value: Any) -> list[str]:
    """Each text in a mapping or a list, however deep."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


def tables(body: str) -> list[list[list[str]]]:
    """Each table of a body as rows of cells, without its ruler."""
    found = re.findall(r"(?:^\|.*\|\n)+", body, re.MULTILINE)
    return [
        [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in table.splitlines()
            if not re.fullmatch(r"[|\-: ]+", line)
        ]
        for table in found
    ]


def test_the_method_on_the_page_is_the_method_of_the_scores() -> None:
    _, body = page("how-we-review.md")
    described = [rows[1:] for rows in tables(body) if rows[0] == ["Criterion", "Weight", "The question"]]
    applied = [
        [[item["title"], f"{item['weight']}%", item["question"]] for item in method["criteria"].values()]
        for method in record("methodology.yml")["methods"].values()
    ]
    assert described == applied


def test_the_page_names_version_start_and_limits_of_the_method() -> None:
    _, body = page("how-we-review.md")
    method, site = record("methodology.yml"), record("site.yml")
    since = method["since"]
    assert isinstance(since, date)
    text = " ".join(body.split())
    assert f"version {method['version']} of the method, in force since {since.day} {since:%B %Y}" in text
    assert f"A score runs from {method['lowest']} to {method['highest']}, in halves" in text
    limits = site["staleness"]
    assert f"older than {limits['warn_after_days']} days is flagged" in text
    assert f"older than {limits['error_after_days']} days stops the site" in text


@pytest.mark.parametrize("method", record("methodology.yml")["methods"])
def test_weights_sum_to_a_hundred(method: str) -> None:
    criteria = record("methodology.yml")["methods"][method]["criteria"]
    assert sum(item["weight"] for item in criteria.values()) == 100


REVIEWS = [name for name in PAGE_NAMES if "review" in page(name)[0]]


def test_there_are_reviews() -> None:
    assert len(REVIEWS) == 3


@pytest.mark.parametrize("name", REVIEWS)
def test_a_review_gives_the_reasons_for_exactly_its_scores(name: str) -> None:
    front_matter, body = page(name)
    review = front_matter["review"]
    product = record(f"products/{review['product']}.yml")
    criteria = record("methodology.yml")["methods"][product["method"]]["criteria"]
    assert product["review"] == name
    assert list(review["scores"]) == list(criteria)
    reasons = next(rows[1:] for rows in tables(body) if rows[0] == ["Criterion", "Score", "Reason"])
    assert [row[:2] for row in reasons] == [
        [criteria[key]["title"], f"{score:g}"] for key, score in review["scores"].items()
    ]
    assert all(len(row) == 3 and len(row[2]) > 20 for row in reasons)
    for key, score in review["scores"].items():
        assert score in (1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5), key


@pytest.mark.parametrize("name", REVIEWS)
def test_a_review_is_a_desk_review_and_names_its_sources(name: str) -> None:
    review = page(name)[0]["review"]
    evidence = review["evidence"]
    assert [item["kind"] for item in evidence] == ["public-sources"]
    for item in evidence:
        assert re.search(r"\b(No|not|nobody)\b", item["note"]), "says what was not done"
        assert len(item["sources"]) >= 3
        assert all(source["url"].startswith("https://") for source in item["sources"])
    assert set(review["facts"]) <= set(record(f"products/{review['product']}.yml")["facts"])


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_a_page_has_a_title_a_description_and_one_heading(name: str) -> None:
    front_matter, body = page(name)
    assert 8 <= len(front_matter["title"]) <= 70
    assert 60 <= len(front_matter["description"]) <= 210
    assert front_matter["description"].endswith(".")
    prose = re.sub(r"^```.*?^```$", "", body, flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^(#+) ", prose, re.MULTILINE)
    assert headings[0] == "#"
    assert headings.count("#") == 1
    assert all(len(after) - len(before) <= 1 for before, after in pairwise(headings)), "no level is left out"


def test_no_two_pages_share_a_title_or_a_description() -> None:
    for key in ("title", "description"):
        values = [page(name)[0][key] for name in PAGE_NAMES]
        assert len(set(values)) == len(values), key


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_no_page_says_that_the_old_scale_is_in_force(name: str) -> None:
    front_matter, body = page(name)
    for block in [*texts(front_matter), *paragraphs(body)]:
        for line in block.splitlines() if block.startswith("|") else [block]:
            if OLD_SCALE.search(line):
                assert ENDED.search(line), line


def test_the_records_of_upwork_give_the_fee_of_today() -> None:
    assert record("products/upwork.yml")["facts"]["worker-fee"]["value"].startswith("0% to 15%")
    for product in PRODUCTS:
        for text in texts(record(f"products/{product}.yml")):
            assert not ("Upwork" in text and OLD_SCALE.search(text)), (product, text)


@pytest.mark.parametrize("name", ["reviews/upwork.md", "comparisons/what-you-keep.md"])
def test_pages_that_explain_the_fee_say_when_the_old_scale_ended(name: str) -> None:
    _, body = page(name)
    assert any(OLD_SCALE.search(block) and "3 May 2023" in block for block in paragraphs(body))


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_no_page_promises_or_claims_experience(name: str) -> None:
    front_matter, body = page(name)
    text = yaml.safe_dump(front_matter, allow_unicode=True) + body
    assert HYPE.findall(text) == []
    assert EXPERIENCE.findall(text) == []


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_the_day_of_checking_is_the_sites_day(name: str) -> None:
    as_of = record("site.yml")["as_of"]
    _, body = page(name)
    for day, month_and_year in re.findall(r"\b(?:compared|checked)(?: with [\w ]+)? on\s+(\d+)\s+(\w+\s+\d{4})", body):
        assert f"{day} {' '.join(month_and_year.split())}" == f"{as_of.day} {as_of:%B %Y}"


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_links_between_pages_lead_somewhere(name: str) -> None:
    _, body = page(name)
    for target in re.findall(r"\]\(([^):#?]+\.md)", body):
        assert ((PAGES / name).parent / target).resolve().is_file(), target


def test_external_links_are_encrypted_and_complete() -> None:
    for name in PAGE_NAMES:
        for address in re.findall(r"\]\((https?:[^)\s]*)", page(name)[1]):
            assert re.fullmatch(r"https://[\w.-]+\.\w+/\S*", address), (name, address)


@pytest.mark.parametrize("product", PRODUCTS)
def test_each_fact_of_a_product_has_a_source_and_the_sites_day(product: str) -> None:
    as_of = record("site.yml")["as_of"]
    for key, fact in record(f"products/{product}.yml")["facts"].items():
        assert fact["source"]["title"], key
        assert fact["source"]["url"].startswith("https://"), key
        assert fact["checked_on"] == as_of, key


def test_the_disclosure_names_every_programme_and_nobody_else_pays() -> None:
    _, body = page("disclosure.md")
    rows = next(rows[1:] for rows in tables(body) if rows[0][0] == "Programme")
    programmes = {path.stem: record(f"programmes/{path.name}") for path in (DATA / "programmes").glob("*.yml")}
    assert sorted(row[0].casefold() for row in rows) == sorted(item["name"].casefold() for item in programmes.values())
    for item in programmes.values():
        assert item["terms"]["url"] in body
    text = " ".join(body.split())
    for product in PRODUCTS:
        data = record(f"products/{product}.yml")
        for offer in data["offers"].values():
            if offer.get("programme"):
                assert offer["programme"] in programmes
            else:
                assert "plain link; nobody pays us" in offer["note"].casefold()
                assert data["name"] in text


def test_placeholders_and_the_demonstration_go_together() -> None:
    placeholders = {record(f"programmes/{path.name}")["placeholder"] for path in (DATA / "programmes").glob("*.yml")}
    assert placeholders == {record("site.yml")["demo"]} == {True}
    assert "nobody is paid at present" in " ".join(page("disclosure.md")[1].split())


def test_lists_of_products_stand_in_the_order_that_they_state() -> None:
    front_matter, _ = page("comparisons/what-you-keep.md")
    comparison = front_matter["comparison"]
    assert "alphabetical" in comparison["ranking_basis"]
    assert comparison["products"] == sorted(comparison["products"])
    for name in PAGE_NAMES:
        for fence in re.findall(r"^```offers\n(.*?)^```$", page(name)[1], re.DOTALL | re.MULTILINE):
            body = yaml.safe_load(fence)
            if len(body.get("offers", [])) > 1:
                assert "alphabetical" in body["title"], name
                assert body["offers"] == sorted(body["offers"]), name
