"""The pages and records of a generated site: three reviews, two comparisons and five posts out of ten pages.

A page is Markdown in which the parts that Candid handles are cut out. Put back as an author writes them they make
Candid's site; put back as the HTML that Candid made of them they make its twin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import dirname, relpath
from typing import Any

import yaml

from tests.bench.prose import Prose

__all__ = ["GeneratedPage", "GeneratedSite", "Part", "generate"]

PAGE_CHARACTERS = 6_800
"""Of ordinary text; with front matter and fences a page has about 8 KB."""

CHECKED = "2026-11-02"
SOURCE = {"title": "Help centre", "url": "https://help.example.com/fees"}
CRITERIA = {"fees": 40, "payments": 35, "support": 25}
CALCULATORS = ("upwork/freelancer-fee", "freelancer-com/freelancer-fee", "peopleperhour/freelancer-fee")
INPUTS: Mapping[str, Mapping[str, str]] = {
    "upwork/freelancer-fee": {"quoted_rate": "0.1"},
    "freelancer-com/freelancer-fee": {"contract": "hourly"},
    "peopleperhour/freelancer-fee": {},
}
_TEN_PAGES = ("review", "comparison", "post", "post", "review", "post", "comparison", "post", "review", "post")
_FOLDER = 50
"""Pages, of all kinds, that share folders: a pruned navigation shows one folder, so that its size does not grow."""
_CUT = re.compile("\0([0-9]+)\0")


@dataclass(frozen=True)
class Part:
    """Something that Candid renders: a fence, which is a block, or a link in a sentence."""

    markdown: str
    block: bool


@dataclass(frozen=True)
class GeneratedPage:
    """One page: its path in the pages folder, its front matter, its text with numbered cuts, and what was cut out."""

    path: str
    meta: Mapping[str, Any]
    text: str
    parts: tuple[Part, ...]

    def markdown(self, parts: Sequence[str] | None = None, top: str = "") -> str:
        """The page's source with ``parts`` in its cuts, or what the author wrote there, and ``top`` under its title."""
        written = [part.markdown for part in self.parts] if parts is None else parts
        body = _CUT.sub(lambda cut: written[int(cut[1])], self.text)
        front = yaml.safe_dump(dict(self.meta), sort_keys=False, allow_unicode=True)
        under_title = f"\n\n{top}" if top else ""
        return f"---\n{front}---\n# {self.meta['title']}{under_title}\n\n{body}\n"


@dataclass(frozen=True)
class GeneratedSite:
    """Pages, and records by their path in the data folder."""

    pages: tuple[GeneratedPage, ...]
    records: Mapping[str, Mapping[str, Any]]


@dataclass
class _Draft:
    """A page being written."""

    prose: Prose
    blocks: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def cut(self, markdown: str, *, block: bool) -> str:
        self.parts.append(Part(markdown, block))
        return f"\0{len(self.parts) - 1}\0"

    def fence(self, name: str, body: object) -> None:
        written = yaml.safe_dump(body, sort_keys=False) if body else ""
        self.blocks.append(self.cut(f"```{name}\n{written}```", block=True))

    def sentence_with(self, link: str) -> None:
        self.blocks.append(f"{self.prose.sentence()} See {self.cut(link, block=False)} and {self.prose.sentence()}")

    def fill(self) -> None:
        """Ordinary sections up to the size of a page."""
        while sum(map(len, self.blocks)) < PAGE_CHARACTERS:
            self.blocks.extend(self.prose.section())

    def page(self, path: str, meta: Mapping[str, Any]) -> GeneratedPage:
        return GeneratedPage(path, meta, "\n\n".join(self.blocks), tuple(self.parts))


def generate(pages: int, seed: int = 0) -> GeneratedSite:
    """A site of that many pages (at least ten); the same arguments give the same site."""
    kinds = [_TEN_PAGES[number % 10] for number in range(pages)]
    paths = [f"{kind}s/{number // _FOLDER:02}/{kind}-{number:04}.md" for number, kind in enumerate(kinds)]
    products = [_product_id(number) for number, kind in enumerate(kinds) if kind == "review"]
    written = []
    for number, (kind, path) in enumerate(zip(kinds, paths, strict=True)):
        neighbours = tuple(relpath(paths[(number + step) % pages], dirname(path)) for step in (1, 2, 3, 5, 8))
        draft = _Draft(Prose(f"{seed}/{number}", neighbours))
        written.append(_WRITERS[kind](draft, number, path, products))
    return GeneratedSite(tuple(written), dict(_records(products, seed)))


def _product_id(number: int) -> str:
    return f"product-{number:04}"


def _review(draft: _Draft, number: int, path: str, products: Sequence[str]) -> GeneratedPage:
    prose, product = draft.prose, _product_id(number)
    draft.blocks.append(prose.paragraph())
    draft.sentence_with(f"[{prose.words(3)}](offer:{product}-main)")
    _calculator(draft, number)
    draft.blocks.extend(prose.section())
    draft.sentence_with(_calculated_number(number))
    draft.sentence_with(f"[{prose.words(2)}](offer:{product}-plain)")
    draft.fill()
    draft.fence("offers", {"product": product})
    review = {
        "product": product,
        "scores": {name: prose.random.randint(1, 5) for name in CRITERIA},
        "verdict": prose.phrase(),
        "pros": [prose.phrase() for _ in range(3)],
        "cons": [prose.phrase() for _ in range(3)],
        "evidence": [{"kind": "public-sources", "note": prose.phrase(), "sources": [SOURCE]}],
        "published_on": "2026-11-03",
    }
    return draft.page(path, {"title": prose.title(), "description": prose.phrase(), "review": review})


def _comparison(draft: _Draft, number: int, path: str, products: Sequence[str]) -> GeneratedPage:
    prose = draft.prose
    comparison = {
        "products": prose.random.sample(products, min(4, len(products))),
        "caption": prose.title(),
        "rows": [
            {"label": prose.words(2), "fact": "fee"},
            {"label": prose.words(2), "fact": "payout"},
            *({"label": f"Net of {amount}", "measure": "net", "amount": str(amount)} for amount in _amounts(number)),
            {"label": "Score", "score": "overall"},
            {"label": "Where to join", "offers": True},
        ],
        "ranking_basis": prose.phrase(),
    }
    draft.blocks.append(prose.paragraph())
    draft.fence("comparison", None)
    if number % 10 == 1:
        _calculator(draft, number)
    draft.sentence_with(f"[{prose.words(3)}](offer:{products[0]}-main)")
    draft.fill()
    return draft.page(path, {"title": prose.title(), "description": prose.phrase(), "comparison": comparison})


def _post(draft: _Draft, number: int, path: str, products: Sequence[str]) -> GeneratedPage:
    prose = draft.prose
    draft.blocks.append(prose.paragraph())
    if number % 10 == 3:
        _calculator(draft, number)
        draft.sentence_with(_calculated_number(number))
    if number % 2:
        draft.sentence_with(f"[{prose.words(3)}](offer:{prose.random.choice(products)}-main)")
    draft.fill()
    return draft.page(path, {"title": prose.title(), "description": prose.phrase()})


_WRITERS = {"review": _review, "comparison": _comparison, "post": _post}


def _amounts(number: int) -> tuple[int, ...]:
    """Amounts that no other page uses, so that remembered results flatter nobody."""
    return tuple(amount + number for amount in (100, 1_000, 10_000))


def _calculator(draft: _Draft, number: int) -> None:
    calculator = CALCULATORS[number % len(CALCULATORS)]
    amounts = [str(amount) for amount in _amounts(number)]
    inputs = {"billed": amounts[0], **INPUTS[calculator]}
    draft.fence("calculator", {calculator: {**inputs, "compare": {"billed": amounts}}})


def _calculated_number(number: int) -> str:
    return f"[?](calc:upwork/freelancer-fee?billed={_amounts(number)[1]}&on=2024-06-01#net)"


def _records(products: Iterable[str], seed: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "site.yml", {"name": "Benchmark", "as_of": "2026-11-21", "demo": True}
    yield "authors.yml", {"authors": {"editorial": {"name": "The editors", "type": "Organization"}}}
    criteria = {name: {"title": name.title(), "weight": weight, "question": "?"} for name, weight in CRITERIA.items()}
    methods = {"marketplace": {"title": "Marketplaces", "criteria": criteria}}
    yield "methodology.yml", {"version": "1", "since": "2026-01-01", "methods": methods}
    programme = {
        "name": "The programme",
        "network": "impact",
        "tracking_url": "https://example.pxf.io/c/1000000/2000000/30000",
        "pays": "A share of the first order.",
        "terms": SOURCE,
        "checked_on": CHECKED,
        "placeholder": True,
    }
    yield "programmes/the-programme.yml", programme
    for number, product in enumerate(products):
        yield f"products/{product}.yml", _product(Prose(f"{seed}/{product}"), product, number)


def _product(prose: Prose, product: str, number: int) -> Mapping[str, Any]:
    calculator = CALCULATORS[number % len(CALCULATORS)]
    site = f"https://{product}.example.com/"
    facts = {
        name: {"label": name.title(), "value": prose.words(4), "source": SOURCE, "checked_on": CHECKED}
        for name in ("fee", "payout", "minimum", "support")
    }
    offer = {"title": prose.title(), "destination": f"{site}join", "call_to_action": "Join"}
    measure = {"calculator": calculator, "amount": "billed", "output": "net", "inputs": dict(INPUTS[calculator])}
    return {
        "name": prose.title(),
        "summary": prose.phrase(),
        "official_site": site,
        "method": "marketplace",
        "facts": facts,
        "measures": {"net": measure},
        "offers": {
            f"{product}-main": {**offer, "programme": "the-programme"},
            f"{product}-plain": offer,
        },
    }
