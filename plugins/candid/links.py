"""Links of a page: ``offer:`` and ``page:`` become addresses, affiliate links get their rel, sub-ID and label.

What makes a link an affiliate link is where it leads, not how it was written: every link of the finished HTML is looked
at, wherever it came from. A link that cannot be told is treated as one, and reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape

from candid.anchors import Anchor, Rewrite, rewrite
from candid.diagnostics import Finding, Location
from candid.disclosures import Disclosures, DisclosureTexts, Statement
from candid.models import SiteSettings
from candid.networks import Classification, LinkClass, Networks
from candid.networks.sub_ids import place_name, sub_id
from candid.stray_addresses import StrayAddress, stray_addresses
from candid.targets import WEB_SCHEMES, OfferCatalog, Target, Targets, is_local, scheme_of
from candid_rules.documents import did_you_mean

__all__ = ["LinkMarker", "LinkProblem", "MarkedPage", "PlacedLink", "stray_problem"]


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """One affiliate link of a page, as published.

    Attributes:
        href: The address that readers follow: for an offer perhaps a redirect of the site's own.
        cls: What gave it away; ``unknown`` for one that was only taken for an affiliate link.
        network: The id of its network, if it is known.
        programme: The id of its programme in the catalog, if it is known.
        offer: The id of the offer that it leads to; ``None`` if its address was written out.
        placement: The component or place that it stands in.
        ordinal: Which of the page's affiliate links of that place it is, from 1.
        sub_id: The sub-ID that it carries, the author's own or ours.
        is_ours: Whether that sub-ID is ours and no other place has it; all links by one redirect have the same.
        in_heading_1: Whether it stands in the page's title.
    """

    href: str
    cls: LinkClass
    network: str | None
    programme: str | None
    offer: str | None
    placement: str
    ordinal: int
    sub_id: str | None
    is_ours: bool = False
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
        statements: What the programmes on the page prescribe, for ``disclosures.placement.place``; those of links that
            were marked before too.
    """

    html: str
    links: tuple[PlacedLink, ...] = ()
    problems: tuple[LinkProblem, ...] = ()
    statements: tuple[Statement, ...] = ()


def stray_problem(stray: StrayAddress) -> LinkProblem:
    """What is wrong with an affiliate address that stands outside of a link."""
    where = f"the attribute '{stray.attribute}' of <{stray.element}>"
    if stray.href.startswith("offer:"):
        message = f"'{stray.href}' leads nowhere from {where}"
    else:
        message = f"the affiliate link '{stray.href}' gets no rel and no label in {where}"
    hint = f"write a link instead: [text]({stray.href})"
    return LinkProblem("affiliate-address-outside-a-link", stray.written, message, hint)


_USUAL_PLACEMENT = "text"


class LinkMarker:
    """Marks the links of pages. One serves a whole build: nothing of one page is kept for the next.

    With ``redirects`` the offers that may be hidden are linked by redirects of the site's own, see ``candid.targets``.
    """

    def __init__(
        self,
        catalog: OfferCatalog,
        networks: Networks,
        settings: SiteSettings,
        disclosures: Disclosures,
        on: date,
        *,
        redirects: str | None = None,
    ) -> None:
        self.catalog = catalog
        self.settings = settings
        self.disclosures = disclosures
        self.targets = Targets(catalog, networks, settings, on, redirects=redirects)

    def mark(
        self,
        html: str,
        *,
        path: str = "",
        language: str | None = None,
        resolve_page: Callable[[str], str | None] | None = None,
        placement: str = _USUAL_PLACEMENT,
    ) -> MarkedPage:
        """Resolve and mark all links of ``html``.

        Args:
            html: a page's content, or a whole page in a later sweep: links marked before are left alone.
            path: the page's source path, such as ``reviews/upwork.md``; sub-IDs begin with it.
            language: the page's language; the site's by default.
            resolve_page: turns ``reviews/upwork.md`` into an address relative to this page; ``None`` for no such page.
                Without it ``page:`` links are left for a later pass.
            placement: the placement of links that name none in ``data-placement``. Parts of a page that are marked one
                by one need one each, by which their links are told apart, those that do name theirs too.
        """
        page = _Page(self, path, language or self.settings.language, resolve_page, placement)
        page.problems += map(stray_problem, stray_addresses(html, self.targets.is_affiliate))
        marked = rewrite(html, page.handle, self.targets.is_plain)
        return MarkedPage(marked, tuple(page.links), tuple(dict.fromkeys(page.problems)), page.statements())


_REL = ("sponsored", "nofollow", "noopener")
# A referrer is what programmes tell the site by; ``ugc`` says that somebody else wrote the link.
_UNWANTED_REL = frozenset({"noreferrer", "ugc"})
_UNWANTED_REFERRER_POLICIES = frozenset({"no-referrer", "same-origin"})
_LATER_SCHEMES = frozenset({"calc"})


_IGNORED = re.compile(r"[\t\n\r]|^[\x00-\x1f]+|[\x00-\x1f]+$")


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
        self._programmes: dict[str, None] = {}
        self._ordinals: Counter[str] = Counter()
        self._label = ""

    def handle(self, anchor: Anchor) -> Rewrite | None:
        """What becomes of one link."""
        attributes = anchor.attributes
        href = _IGNORED.sub("", attributes.get("href") or "").strip(" ")  # as a browser reads it
        if not href:
            return None
        if "data-candid" in attributes and "sponsored" in (attributes.get("rel") or ""):
            self._note(self.marker.targets.of_published(href))
            return None
        if is_local(href):
            return None
        scheme = scheme_of(href)
        if scheme in WEB_SCHEMES:
            return self._web_link(anchor, self.marker.targets.of(href), href)
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
        if not self._networks and not self._programmes:
            return ()
        known = self.marker.catalog.programmes
        programmes = [known[name] for name in self._programmes if name in known]
        return self.marker.disclosures.statements(self.language, self._networks, programmes)

    def _note(self, target: Target | None) -> None:
        """Remember whose statements the page needs."""
        if target is not None:
            names = (target.network, *target.found.networks)
            self._networks.update(dict.fromkeys(name for name in names if name is not None))
            if target.programme_id is not None:
                self._programmes[target.programme_id] = None

    def _offer_link(self, anchor: Anchor, written: str) -> Rewrite:
        name = written.partition(":")[2].strip()
        target = self.marker.targets.of_offer(name)
        if target is None:
            self._report(
                "unknown-id", written, f"there is no offer '{name}'", did_you_mean(name, self.marker.catalog.offers)
            )
            return _without(anchor, "href")
        return self._web_link(anchor, target, written) or _with_href(anchor, target.href)

    def _page_link(self, anchor: Anchor, written: str) -> Rewrite | None:
        if self.resolve_page is None:
            return None
        target, hash_sign, fragment = written.partition(":")[2].strip().partition("#")
        href = self.resolve_page(target)
        if href is None:
            self._report("missing-file", written, f"there is no page '{target}'", "name a page of the pages folder")
            return _without(anchor, "href")
        return _with_href(anchor, f"{href}{hash_sign}{fragment}")

    def _web_link(self, anchor: Anchor, target: Target, written: str) -> Rewrite | None:
        """A link to the web; ``None`` if it stays a plain one."""
        found = target.found
        if target.cls == "none" or target.cls == "weak":
            if target.cls == "weak":
                self._report_undeclared(found, written)
            return _with_href(anchor, target.href) if "data-placement" in anchor.attributes else None
        if target.cls == "unknown":
            self._report_undeclared(found, written)
        elif target.cls == "landing":
            self._report_landing(found, written)
        if anchor.in_heading_1:
            self._report(
                "affiliate-link-in-title",
                written,
                "an affiliate link in the page's title stands before any disclosure",
                "move the link into the text below the title",
            )
        return self._marked(anchor, target)

    def _marked(self, anchor: Anchor, target: Target) -> Rewrite:
        placement = self._placement_of(anchor)
        place = place_name(placement)
        self._ordinals[place] += 1
        ordinal, network, slot = self._ordinals[place], target.network, target.slot
        href, carried = target.href, target.sub_id
        if slot is not None:
            carried = sub_id(self.path, placement, ordinal, word=slot.word)
            href = slot.filled(carried)
        self.links.append(
            PlacedLink(
                href,
                target.cls,
                network,
                target.programme_id,
                target.offer,
                placement,
                ordinal,
                carried,
                slot is not None,
                anchor.in_heading_1,
            )
        )
        self._note(target)
        attributes = dict(_with_href(anchor, href).attributes)
        if (attributes.get("referrerpolicy") or "").strip().lower() in _UNWANTED_REFERRER_POLICIES:
            del attributes["referrerpolicy"]
        attributes["rel"] = _rel(attributes.get("rel"))
        attributes.pop("data-candid", None)
        attributes["data-candid"] = None
        return Rewrite(attributes, self._label_html())

    def _placement_of(self, anchor: Anchor) -> str:
        own = anchor.attributes.get("data-placement")
        if not own:
            return self.placement
        return own if self.placement == _USUAL_PLACEMENT else f"{self.placement}-{own}"

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


def _rel(written: str | None) -> str:
    tokens = re.split(r"[\s,]+", (written or "").lower())
    others = [token for token in tokens if token and token not in _REL and token not in _UNWANTED_REL]
    return " ".join(dict.fromkeys((*_REL, *others)))


def _label(texts: DisclosureTexts, language: str) -> str:
    # Components are English on every page, and so would be a label in them that says nothing else.
    is_plain = texts.language == "en" and language.lower().startswith("en")
    foreign = "" if is_plain else f' lang="{texts.language}"'
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
