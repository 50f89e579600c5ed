"""What Candid tells search engines about a page, as one block of JSON-LD: only what the page shows, in the same words.

A reviewed thing is a ``Product`` in the sense of schema.org ("any offered product or service"), and says by
``additionalType`` what it is more closely. Pros and cons are read in a Product's review alone; an application without a
price, or an Organization that editors judge, would be refused. Prices and counts that nobody recorded are left out.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from typing import Any
from urllib.parse import urljoin

from candid.formats import Formats
from candid.hosts import HostPage
from candid.models import Author, Product, Review
from candid.pages import Page
from candid.site import Site

__all__ = ["heading_of", "script", "structured_data"]

_VOCABULARY = "https://schema.org"
_NUMBERS = Formats("en")
_H1 = re.compile(r"<h1(?=[\s>])[^<>]*>(.*?)</h1\s*>", re.DOTALL | re.IGNORECASE)
_PERMALINK = re.compile(r"<a\s[^<>]*class=\"headerlink\"[^<>]*>.*?</a>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}

Json = dict[str, Any]


def structured_data(
    page: Page, site: Site, host: HostPage, *, site_url: str, heading: str, known: Callable[[str], Page | None]
) -> str:
    """The block of a page, ready to stand in its HTML; empty for a page that there is nothing to say about.

    Args:
        page: The page.
        site: The site.
        host: Where the page stands.
        site_url: The address of the published site; without one, nothing is said that needs an address.
        heading: The page's heading, as readers see it.
        known: The page at a path below the pages folder, if there is one.
    """
    address = urljoin(site_url, host.url) if site_url else ""
    is_index = posixpath.basename(page.source.uri) == "index.md"
    nodes: list[Json] = []
    review, comparison = page.context.review, page.context.comparison
    if review is not None:
        nodes += _review(review, site)
    elif not is_index and heading:
        nodes.append({"@type": "Article", "headline": heading, "inLanguage": page.context.language})
        if address:
            nodes[0]["mainEntityOfPage"] = address
    if comparison is not None and address:
        nodes += _list(comparison.products, site, host, address)
    if address and heading and page.source.uri != "index.md":
        home = (site.settings.name, site_url)
        nodes.append(_trail(heading, home, host, address, known))
    return script({"@context": _VOCABULARY, "@graph": nodes}) if nodes else ""


def script(data: Json) -> str:
    """A data block: nothing in it can end it, and no browser runs it, so that a strict content policy lets it stand.

    Where pages change without being loaded anew, Material runs every script of theirs whatever its type: so the
    data stands in a list, which is a harmless expression. An object would be a syntax error.
    """
    text = json.dumps([data], ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return f'<script type="application/ld+json">{text}</script>'


def heading_of(html: str, title: str) -> str:
    """The text of a page's first ``h1``, or its title where it has none: themes show that instead."""
    found = _H1.search(html)
    if found is None:
        return title
    return " ".join(unescape(_TAG.sub("", _PERMALINK.sub("", found[1]))).split())


def _review(review: Review, site: Site) -> Iterator[Json]:
    """The product with its review, if all that a review needs is there."""
    product = site.catalog.products.get(review.product)
    author = site.catalog.authors.get(review.author)
    if product is None or author is None or review.product not in site.catalog.reviews:
        return
    data: Json = {
        "@type": "Review",
        "author": _author(author),
        "datePublished": review.published_on.isoformat(),
    }
    if review.updated_on is not None:
        data["dateModified"] = review.updated_on.isoformat()
    data["reviewRating"] = _rating(review, site)
    data["positiveNotes"] = _notes(review.pros)
    data["negativeNotes"] = _notes(review.cons)
    yield {**_product(product), "review": data}


def _product(product: Product) -> Json:
    more = {} if product.type == "Product" else {"additionalType": f"{_VOCABULARY}/{product.type}"}
    return {"@type": "Product", **more, "name": product.name, "sameAs": product.official_site}


def _author(author: Author) -> Json:
    more = {"url": author.url} if author.url else {}
    return {"@type": author.type, "name": author.name, **more}


def _rating(review: Review, site: Site) -> Json:
    """The score as the summary shows it, on the scale of the published method."""
    methodology = site.catalog.methodology
    scale = (methodology.lowest, methodology.highest) if methodology else None
    bounds = {"worstRating": f"{scale[0]:f}", "bestRating": f"{scale[1]:f}"} if scale else {}
    return {"@type": "Rating", "ratingValue": _NUMBERS.score(site.catalog.overall(review)), **bounds}


def _notes(texts: Sequence[str]) -> Json:
    entries = [{"@type": "ListItem", "position": number, "name": text} for number, text in enumerate(texts, 1)]
    return {"@type": "ItemList", "itemListElement": entries}


def _list(products: Sequence[str], site: Site, host: HostPage, address: str) -> Iterator[Json]:
    """The reviews of what is compared, if this site has one of each: a list has to be whole, and lead to own pages."""
    paths = [site.catalog.reviews[name].path for name in products if name in site.catalog.reviews]
    links = [urljoin(address, link) for path in paths if (link := host.resolve(path)) is not None]
    if len(links) == len(products) == len(set(links)):
        entries = [{"@type": "ListItem", "position": number, "url": link} for number, link in enumerate(links, 1)]
        yield {"@type": "ItemList", "itemListElement": entries}


def _trail(
    heading: str, home: tuple[str, str], host: HostPage, address: str, known: Callable[[str], Page | None]
) -> Json:
    """The way from the home page through the folders whose own page has a title."""
    steps = [home]
    folder = posixpath.dirname(host.path)
    if posixpath.basename(host.path) == "index.md":
        folder = posixpath.dirname(folder)
    parts = folder.split("/") if folder else []
    for depth in range(1, len(parts) + 1):
        path = "/".join((*parts[:depth], "index.md"))
        above, link = known(path), host.resolve(path)
        title = above.source.front_matter.value.get("title") if above is not None else None
        if title and link is not None:
            steps.append((str(title), urljoin(address, link)))
    entries: list[Json] = [
        {"@type": "ListItem", "position": number, "name": name, "item": link}
        for number, (name, link) in enumerate(steps, 1)
    ]
    entries.append({"@type": "ListItem", "position": len(entries) + 1, "name": heading})
    return {"@type": "BreadcrumbList", "itemListElement": entries}
