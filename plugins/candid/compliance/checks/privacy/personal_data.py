"""What a page gives away of its readers: in the sub-IDs of links (V-05), from the fields of calculators (V-07)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml.etree import _Element as Element

from candid.compliance.facts.calculators import Calculator
from candid.compliance.hits import AcrossPages, Hit, PageCheck
from candid.compliance.page import BuiltPage, Link
from candid.compliance.site import BuiltSite
from candid.compliance.wording.phrases import phrases
from candid.networks.addresses import read_address

__all__ = ["ACROSS_PAGES", "PAGE_CHECKS"]

_WHO = (
    r"user|usr|uid|visitor|reader|member|customer|client|subscriber|session|sess|device|"
    r"fingerprint|e-?mail|phone|account"
)
_PERSON = re.compile(
    rf"[^\s@=&]{{1,64}}(?:@|%40)[\w-]{{1,63}}\.\w"  # an e-mail address
    r"|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"  # an address of the internet
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-"  # a random id, made once for each
    r"|\bGA1\.\d|(?:\+|%2B)\d{8,}|-?\d{1,2}\.\d{3,},-?\d{1,3}\.\d{3,}"
    rf"|(?<![a-z])(?:{_WHO})(?:[-_]?id)?[-_.:=]?(?!(?:19|20)\d\d(?!\d))(?:\d\w{{2,}}|(?=[a-f]*\d)[0-9a-f]{{6,}})"
    rf"|[{{\[<%$][^\s&]{{0,24}}?(?<![a-z])(?:{_WHO}|ip|geo|city|country|lat|lon|cookie|gclid|fbclid|first_?name|last_?name)(?![a-z])",
    re.IGNORECASE,
)
_SUB_IDS = (
    r"sub_?id_?\d?|clickref\d?|customid|afftrack|epi_?\d?|xcust|aff_sub\d?|pubref|sid|u1|tid|fobs|sub\d|"
    r"sharedid|ref_?id"
)
_BUILT = re.compile(
    rf"(?<!\w)(?:{_SUB_IDS})[\"'`]?\s?(?:=|,|\]\s*=|:)\s?[\"'`]?\s?(?:\+|\$\{{)?\s?"
    r"(?:(?:encodeURIComponent|escape|String|btoa|encodeURI)\s?\(\s?)?([A-Za-z_$][\w.$]{0,60}(?:\([^()]{0,40}\))?)",
    re.IGNORECASE,
)
_ABOUT_SOMEBODY = re.compile(
    r"(?<![a-z])(?:user|uid|visitor|session|client|customer|member|e-?mail|geo|ip|device|fingerprint|phone)|cookie|storage|navigator|UserId|SessionId",
    re.IGNORECASE,
)
_SUBJECT = re.compile(_SUB_IDS, re.IGNORECASE)

_STORES = re.compile(
    r"(?:localStorage|sessionStorage)\s*(?:\.\s*setItem\s*\(|\[[^\]\n]{1,80}\]\s*=(?!=)"
    r"|\.\s*(?!(?:getItem|removeItem|clear|length|key)\b)\w{1,40}\s*=(?!=))|document\s*\.\s*cookie\s*=(?!=)|indexedDB\s*\.\s*open"
    r"|\.\s*setItem\s*\("  # of a storage that goes by another name
)
_SENDS = re.compile(
    r"sendBeacon\s*\(|\.open\s*\(\s*[\"'`](?:POST|PUT)|(?<![\w.])(?:axios\s*\.\s*post|\$\s*\.\s*(?:post|ajax))\s*\("
    r"|(?<![\w.])fetch\s*\("
)
_PLAIN_ADDRESS = re.compile(r"\s*(?:[\"'](?!(?:https?:)?//)[^\"'?]{0,300}[\"']|[\w.$]+)\s*(?:\)|,)")
_WRITES = re.compile(r"method\s*:\s*[\"'`](?:POST|PUT|PATCH)|(?<!\w)body\s*:", re.IGNORECASE)
_CALL = 400
_LARGEST_SCRIPT = 200_000
_NAMED = re.compile(r"calc|rechner|kalkul|estimat|simul", re.IGNORECASE)


# -- sub-IDs -----------------------------------------------------------------------------------------------------------


def sub_ids(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A sub-ID tells where a link stands, and nothing about who follows it. Amazon's have a rule of their own."""
    hint = "let it name the page and the place of the link, nothing else"
    for link in page.paid_links:
        value = next((one for one in _sub_ids(link, site) if _PERSON.search(one)), None)
        if value is not None:
            message = f"the sub-ID '{_short(value)}' can tell who clicked"
            yield Hit("V-05", message, hint, link.element)
    for script in page.root.iter("script"):
        code = script.text or ""
        for built in _BUILT.finditer(code) if _is_about_sub_ids(code) else ():
            if _ABOUT_SOMEBODY.search(built[1]):
                message = f"a script puts '{_short(built[1])}' into a sub-ID, which can tell who clicked"
                yield Hit("V-05", message, hint, script)
                break


@lru_cache(maxsize=256)  # pages share their scripts
def _is_about_sub_ids(code: str) -> bool:
    return _SUBJECT.search(code) is not None


def _sub_ids(link: Link, site: BuiltSite) -> Iterator[str]:
    found = link.found
    while found is not None:
        network = site.networks.by_id.get(found.network or "")
        if found.network != "amazon":
            if found.sub_id:
                yield found.sub_id
            address = read_address(found.url)
            for name in network.sub_id if network is not None and address is not None else ():
                yield address.parameters.get(name.lower(), "") if address else ""
        if found.inner is None:
            return
        found = found.inner


# -- calculators -------------------------------------------------------------------------------------------------------


def kept_inputs(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """What is entered in a calculator is neither stored nor sent."""
    asking = _asking(page)
    if not asking:
        return
    names = _names(asking)
    for script in page.root.iter("script"):
        code = script.text or ""
        if code and (_is_within(script, asking) or _concerns(code, names)):
            done = _done_with_inputs(code, asking, page)
            if done:
                yield Hit("V-07", f"a script {done[0]} what readers enter in a calculator", done[1], script)
    for calculator in asking:
        for form in (calculator.element, *calculator.element.iter("form"), *calculator.element.iterancestors("form")):
            if form.tag == "form" and (form.get("method") or "").lower() == "post":
                hint = "work it out on the page itself"
                yield Hit("V-07", "a form sends what readers enter in a calculator", hint, form)
                break


@dataclass(frozen=True, slots=True)
class _Scripts:
    """A page with calculators: the files of its scripts, and the names of the calculators' parts."""

    page: BuiltPage
    files: tuple[str, ...]
    names: frozenset[str]


def _scripts(page: BuiltPage, site: BuiltSite) -> Iterator[_Scripts]:
    asking = _asking(page) if page.mentions("<script") else []
    files = (site.file_of(page, script.get("src") or "") for script in page.root.iter("script") if asking)
    if found := tuple(name for name in files if name):
        yield _Scripts(page, found, _names(asking))


def kept_in_files(site: BuiltSite, pages: Sequence[_Scripts]) -> Iterator[Hit]:
    """The same for the scripts that stand in files of the site."""
    seen: set[str] = set()
    codes: dict[str, str] = {}
    for scripts in pages:
        for name in scripts.files:
            if name in seen:
                continue
            if name not in codes:
                codes[name] = site.read(name) or ""
            code = codes[name]
            if len(code) > _LARGEST_SCRIPT or not (_NAMED.search(name) or _concerns(code, scripts.names)):
                continue
            seen.add(name)
            done = _done_with_inputs(code, _asking(scripts.page), scripts.page)
            if done:
                message = f"the script {done[0]} what readers enter in a calculator"
                place = code.count("\n", 0, done[2]) + 1, done[2] - code.rfind("\n", 0, done[2])
                yield Hit("V-07", message, done[1], path=name, place=place)


def _is_within(script: Element, calculators: list[Calculator]) -> bool:
    return any(above is one.element for one in calculators for above in script.iterancestors())


def _asking(page: BuiltPage) -> list[Calculator]:
    return [calculator for calculator in page.calculators if calculator.inputs]


def _names(calculators: list[Calculator]) -> frozenset[str]:
    """What the fields, the answers and the places of calculators are called."""
    elements = (one for found in calculators for one in (found.element, *found.inputs, *found.results))
    return frozenset(name for one in elements for name in (one.get("id"), one.get("name")) if name)


def _concerns(code: str, names: Iterable[str]) -> bool:
    """Whether a script names a part of a calculator."""
    return any(_is_named_in(name, code) for name in names if name in code)


def _is_named_in(name: str, code: str) -> bool:
    # Browsers know elements by their ids as well: price.value, price.addEventListener(…).
    written = re.escape(name)
    used = rf"[\"'`#.]{written}[\"'`\]]|\.{written}\b|(?<![\w.$]){written}\.(?:value|checked|on\w+|addEventListener)\b"
    return re.search(used, code) is not None


def _done_with_inputs(code: str, calculators: list[Calculator], page: BuiltPage) -> tuple[str, str, int] | None:
    """What a script does with what is entered, what to do about it, and where; ``None`` for what it may do."""
    sent = next((found for found in _SENDS.finditer(code) if _gives_away(code, found)), None)
    if sent is not None:
        return "sends", "work it out in the browser, and fetch only what does not depend on the reader", sent.start()
    stored = _STORES.search(code)
    if stored is None:
        return None
    asked = phrases("saving asked for")
    if any(asked.search(page.text_of(calculator.element)) for calculator in calculators):
        return None
    return "stores", "store it only when readers ask for that, by a button that says so", stored.start()


def _gives_away(code: str, found: re.Match[str]) -> bool:
    if not found[0].startswith("fetch"):
        return True
    call = code[found.end() : found.end() + _CALL].partition(";")[0]
    if _WRITES.search(call):
        return True
    return _PLAIN_ADDRESS.match(call) is None


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"


PAGE_CHECKS: tuple[PageCheck, ...] = (sub_ids, kept_inputs)
ACROSS_PAGES = (AcrossPages(_scripts, kept_in_files),)
