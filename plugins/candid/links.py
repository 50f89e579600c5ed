"""Links of a page: ``offer:`` and ``page:`` become addresses, affiliate links get their rel, sub-ID and label.

What makes a link an affiliate link is where it leads, not how it was written: every link of the finished HTML is looked
at, wherever it came from. A link that cannot be told is treated as one, and reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Protocol

from candid.anchors import Anchor, Rewrite, rewrite
from candid.diagnostics import Finding, Location
from candid.disclosures import Disclosures, DisclosureTexts, Statement
from candid.models import DeclaredLink, Offer, Programme, SiteSettings
from candid.networks import Classification, LinkClass, Network, Networks
from candid.networks.addresses import read_address
from candid.networks.tracking import sub_id, tracking_link, with_parameter
from candid_rules.documents import did_you_mean

__all__ = ["LinkMarker", "LinkProblem", "MarkedPage", "PlacedLink"]


class OfferEntry(Protocol):
    """What a link needs of a catalog's offer."""

    @property
    def offer(self) -> Offer: ...
    @property
    def programme_id(self) -> str | None: ...
    @property
    def programme(self) -> Programme | None: ...


class OfferCatalog(Protocol):
    """What links need of the catalog."""

    @property
    def offers(self) -> Mapping[str, OfferEntry]: ...
    @property
    def programmes(self) -> Mapping[str, Programme]: ...


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """One affiliate link of a page, as published.

    Attributes:
        href: The address that readers follow.
        cls: What gave it away; ``unknown`` for one that was only taken for an affiliate link.
        network: The id of its network, if it is known.
        programme: The id of its programme in the catalog, if it is known.
        placement: The component or place that it stands in.
        sub_id: The sub-ID that it carries, the author's own or ours.
        in_heading_1: Whether it stands in the page's title.
    """

    href: str
    cls: LinkClass
    network: str | None
    programme: str | None
    placement: str
    sub_id: str | None
    in_heading_1: bool = False


@dataclass(frozen=True, slots=True)
class LinkProblem:
    """What is wrong with a link. ``href`` is what the author wrote: whoever holds the source finds the line by it."""

    code: str
    href: str
    message: str
    hint: str = ""

    def at(self, location: Location) -> Finding:
        """The finding at a place in the author's file."""
        return Finding.of(self.code, location, self.message, self.hint)


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page's HTML with its links marked, and what was found on the way.

    Attributes:
        html: The HTML.
        links: The affiliate links that were marked, in their order.
        problems: What the author should change; each said once.
        statements: What the programmes on the page prescribe, for ``disclosures.placement.place``.
    """

    html: str
    links: tuple[PlacedLink, ...] = ()
    problems: tuple[LinkProblem, ...] = ()
    statements: tuple[Statement, ...] = ()


class LinkMarker:
    """Marks the links of pages. One serves a whole build: nothing of one page is kept for the next."""

    def __init__(
        self, catalog: OfferCatalog, networks: Networks, settings: SiteSettings, disclosures: Disclosures
    ) -> None:
        self.catalog = catalog
        self.networks = networks
        self.settings = settings
        self.disclosures = disclosures
        # Our own tracking links are known, even those that no table could tell.
        ours = (
            DeclaredLink(prefix=programme.tracking_url, affiliate=True, programme=name)
            for name, programme in catalog.programmes.items()
        )
        self._declared = (*settings.links, *ours)
        self._by_site: dict[tuple[str | None, str | None], list[str]] = {}
        for name, programme in catalog.programmes.items():
            self._by_site.setdefault((programme.network, _site(programme.tracking_url)), []).append(name)
        self._plain: set[str] = set()
        """Addresses, as HTML writes them, that stay as they are on every page: most of a site's links."""

    def mark(
        self,
        html: str,
        *,
        path: str = "",
        language: str | None = None,
        resolve_page: Callable[[str], str | None] | None = None,
        placement: str = "text",
    ) -> MarkedPage:
        """Resolve and mark all links of ``html``.

        Args:
            html: a page's content, or a whole page in a later sweep: links marked before are left alone.
            path: the page's source path, such as ``reviews/upwork.md``; sub-IDs begin with it.
            language: the page's language; the site's by default.
            resolve_page: turns ``reviews/upwork.md`` into an address relative to this page; ``None`` for no such page.
                Without it ``page:`` links are left for a later pass.
            placement: the placement of links that name none in ``data-placement``.
        """
        page = _Page(self, path, language or self.settings.language, resolve_page, placement)
        marked = rewrite(html, page.handle, self._plain)
        if not page.links and not page.problems:
            return MarkedPage(marked)
        return MarkedPage(
            marked, tuple(page.links), tuple(dict.fromkeys(page.problems)), page.statements() if page.links else ()
        )

    def classify(self, url: str) -> Classification:
        """The class of ``url`` on this site: with what its author declared, and its own tracking links."""
        return self.networks.classify(url, self._declared)

    def remember_plain(self, href: str) -> None:
        """Note that a link to ``href`` is left alone wherever it stands."""
        if len(self._plain) >= _REMEMBERED:
            self._plain.clear()
        self._plain.add(escape(href))

    def programme_of(self, found: Classification) -> str | None:
        """The id of the programme that a link belongs to: the declared one, or the only one that it can be."""
        if found.programme is not None:
            return found.programme
        same = self._by_site.get((found.network, _site(found.url)), ())
        return same[0] if len(same) == 1 else None


_REMEMBERED = 16_384
_REL = ("sponsored", "nofollow", "noopener")
# A referrer is what programmes tell the site by; ``ugc`` says that somebody else wrote the link.
_UNWANTED_REL = frozenset({"noreferrer", "ugc"})
_UNWANTED_REFERRER_POLICIES = frozenset({"no-referrer", "same-origin"})
# Other schemes run code, open a local file or start a program.
_SAFE_SCHEMES = frozenset({"mailto", "tel", "sms", "ftp", "irc", "ircs", "matrix", "xmpp", "geo", "webcal", "news"})
_LATER_SCHEMES = frozenset({"calc"})
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_ABSOLUTE = re.compile(r"[\s\x00-\x1f]*[\\/]\s*[\\/]")
_CONTROL = re.compile(r"[\t\n\r]")
_LEADING = "".join(map(chr, range(33)))


class _Page:
    """One page while its links are being marked."""

    def __init__(
        self,
        marker: LinkMarker,
        path: str,
        language: str,
        resolve_page: Callable[[str], str | None] | None,
        placement: str,
    ) -> None:
        self.marker = marker
        self.path = path
        self.language = language
        self.resolve_page = resolve_page
        self.placement = placement
        self.links: list[PlacedLink] = []
        self.problems: list[LinkProblem] = []
        self._networks: dict[str, None] = {}
        self._ordinals: Counter[str] = Counter()
        self._label = ""

    def handle(self, anchor: Anchor) -> Rewrite | None:
        """What becomes of one link."""
        attributes = anchor.attributes
        href = attributes.get("href")
        if not href:
            return None
        scheme = _scheme(href)
        if scheme in _SAFE_SCHEMES or (scheme is None and not _ABSOLUTE.match(href)):
            self.marker.remember_plain(href)
            return None
        if "data-candid" in attributes and "sponsored" in (attributes.get("rel") or ""):
            return None
        if scheme in ("http", "https") or scheme is None:
            return self._web_link(anchor, href, href)
        if scheme == "offer":
            return self._offer_link(anchor, href)
        if scheme == "page":
            return self._page_link(anchor, href)
        if scheme in _LATER_SCHEMES:
            return None
        self._report(
            "unsafe-link", href, f"a link must not lead to '{scheme}:'", "link to an https:// address or to a page"
        )
        return _without(anchor, "href")

    def statements(self) -> tuple[Statement, ...]:
        """What the programmes and networks of the links prescribe."""
        known = self.marker.catalog.programmes
        ids = dict.fromkeys(link.programme for link in self.links if link.programme in known)
        programmes = [known[name] for name in ids if name is not None]
        return self.marker.disclosures.statements(self.language, self._networks, programmes)

    def _offer_link(self, anchor: Anchor, written: str) -> Rewrite:
        name = written.partition(":")[2].strip()
        entry = self.marker.catalog.offers.get(name)
        if entry is None:
            self._report(
                "unknown-id", written, f"there is no offer '{name}'", did_you_mean(name, self.marker.catalog.offers)
            )
            return _without(anchor, "href")
        href = entry.offer.destination
        programme = entry.programme
        if programme is not None:
            href = tracking_link(programme, href, self.marker.networks.by_id.get(programme.network))
        return self._web_link(anchor, href, written, entry.programme_id) or _with_href(anchor, href)

    def _page_link(self, anchor: Anchor, written: str) -> Rewrite | None:
        if self.resolve_page is None:
            return None
        target, hash_sign, fragment = written.partition(":")[2].strip().partition("#")
        href = self.resolve_page(target)
        if href is None:
            self._report("missing-file", written, f"there is no page '{target}'", "name a page of the pages folder")
            return _without(anchor, "href")
        return _with_href(anchor, f"{href}{hash_sign}{fragment}")

    def _web_link(self, anchor: Anchor, href: str, written: str, programme_id: str | None = None) -> Rewrite | None:
        """A link to the web, of this programme if it came from an offer; ``None`` if it stays a plain one."""
        found = self.marker.classify(href)
        cls = found.cls
        if programme_id is not None and cls != "landing":
            cls = "certain"
        if cls == "none" or cls == "weak":
            if cls == "weak":
                self._report_undeclared(found, written)
            elif href == written:
                self.marker.remember_plain(href)
            return _with_href(anchor, href) if "data-placement" in anchor.attributes else None
        if cls == "unknown":
            self._report_undeclared(found, written)
        elif cls == "landing":
            self._report_landing(found, written)
        if anchor.in_heading_1:
            self._report(
                "affiliate-link-in-title",
                written,
                "an affiliate link in the page's title stands before any disclosure",
                "move the link into the text below the title",
            )
        return self._marked(anchor, found, cls, programme_id or self.marker.programme_of(found))

    def _marked(self, anchor: Anchor, found: Classification, cls: LinkClass, programme_id: str | None) -> Rewrite:
        programme = self.marker.catalog.programmes.get(programme_id) if programme_id else None
        placement = anchor.attributes.get("data-placement") or self.placement
        self._ordinals[placement] += 1
        href, carried = found.url, found.sub_id
        if carried is None and cls in ("certain", "strong"):
            href, carried = self._with_sub_id(found, programme, placement)
        network = programme.network if programme else found.network
        self.links.append(PlacedLink(href, cls, network, programme_id, placement, carried, anchor.in_heading_1))
        self._networks.update(dict.fromkeys(name for name in (network, *found.networks) if name is not None))
        attributes = dict(_with_href(anchor, href).attributes)
        if (attributes.get("referrerpolicy") or "").strip().lower() in _UNWANTED_REFERRER_POLICIES:
            del attributes["referrerpolicy"]
        attributes["rel"] = _rel(attributes.get("rel"))
        attributes.pop("data-candid", None)
        attributes["data-candid"] = None
        return Rewrite(attributes, self._label_html())

    def _with_sub_id(
        self, found: Classification, programme: Programme | None, placement: str
    ) -> tuple[str, str | None]:
        """The address with our sub-ID, and the sub-ID; or as it stands, where the network would not see it."""
        network = self._network_of(found, programme)
        parameter = programme.sub_id_parameter if programme else None
        if parameter is None and network is not None and network.sub_id:
            parameter = network.sub_id[0]
        if parameter is None:
            return found.url, None
        address = read_address(found.url)
        if address is not None and parameter.lower() in address.parameters:
            return found.url, address.parameters[parameter.lower()] or None
        ours = sub_id(self.path, placement, self._ordinals[placement], word=network is not None and network.word_sub_id)
        return with_parameter(found.url, parameter, ours), ours

    def _network_of(self, found: Classification, programme: Programme | None) -> Network | None:
        """The network that reads the query of this address."""
        networks = self.marker.networks.by_id
        if found.network is not None:
            return networks.get(found.network) if found.takes_sub_id else None
        # One of our own tracking links, at a host that the table does not have.
        return networks.get(programme.network) if programme else None

    def _label_html(self) -> str:
        if not self._label:
            texts = self.marker.disclosures.for_language(self.language)
            self._label = _label(texts, self.language)
        return self._label

    def _report(self, code: str, href: str, message: str, hint: str) -> None:
        self.problems.append(LinkProblem(code, href, message, hint))

    def _report_landing(self, found: Classification, written: str) -> None:
        marks = " and ".join(f"'{mark}'" for mark in found.marks)
        self._report(
            "landing-link",
            written,
            f"the address was copied after a click and carries another publisher's click id: {marks}",
            f"remove {marks} from the address, or link to the offer with offer:",
        )

    def _report_undeclared(self, found: Classification, written: str) -> None:
        if found.cls == "unknown":
            message = "the address does not tell where it leads; the link is marked as an affiliate link"
        else:
            marks = ", ".join(f"'{mark}'" for mark in found.marks)
            message = f"the address may be an affiliate link ({marks or 'its path'})"
        hint = f"say which it is in site.yml: links: [{{prefix: '{found.url}', affiliate: true}}]"
        self._report("undeclared-link", written, message, hint)


def _scheme(href: str) -> str | None:
    """The scheme as a browser reads it: blanks before it and line breaks within it do not count."""
    found = _SCHEME.match(href)
    if found is None and (href[0] <= " " or _CONTROL.search(href)):
        found = _SCHEME.match(_CONTROL.sub("", href).lstrip(_LEADING))
    return None if found is None else found[1].lower()


def _rel(written: str | None) -> str:
    tokens = re.split(r"[\s,]+", (written or "").lower())
    others = [token for token in tokens if token and token not in _REL and token not in _UNWANTED_REL]
    return " ".join(dict.fromkeys((*_REL, *others)))


def _label(texts: DisclosureTexts, language: str) -> str:
    foreign = "" if language.replace("_", "-").lower().startswith(texts.language) else f' lang="{texts.language}"'
    return (
        f' <span class="candid-label"{foreign} data-search-exclude data-pagefind-ignore>'
        f"{escape(texts.link_label)}</span>"
    )


def _without(anchor: Anchor, *names: str) -> Rewrite:
    unwanted = {"data-placement", *names}
    return Rewrite({name: value for name, value in anchor.attributes.items() if name not in unwanted})


def _with_href(anchor: Anchor, href: str) -> Rewrite:
    attributes = {name: value for name, value in anchor.attributes.items() if name != "data-placement"}
    return Rewrite({**attributes, "href": href})


def _site(url: str) -> str | None:
    address = read_address(url)
    return None if address is None else address.host.removeprefix("www.")
