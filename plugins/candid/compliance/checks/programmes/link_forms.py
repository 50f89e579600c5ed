"""Whether tracking links have the form that their networks read: what is missing or misspelled earns nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote

from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage, Link
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import shortened
from candid.diagnostics import Severity
from candid.networks.addresses import Address, read_address

__all__ = ["PAGE_CHECKS"]

Fault = tuple[str, str]
"""What is wrong with a link, and what to write instead."""


def forms(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Links of networks whose form is known have it."""
    for link in page.paid_links:
        network = link.found.network or ""
        if network in _FORMS:
            rule, faults = _FORMS[network]
            address = read_address(link.found.url)
            for message, hint in () if address is None else faults(address, site):
                yield Hit(rule, f"{message} in '{shortened(link.href)}'", hint, link.element)
        if network == "clickbank" and link.found.programme is None and _ENCRYPTED.search(link.href):
            message = f"nobody can read from '{shortened(link.href)}' where it leads"
            yield Hit("P-CB-01", message, "declare it in site.yml (links:)", link.element, severity=Severity.INFO)
    yield from _own_hosts(page)


_ENCRYPTED = re.compile(r"//[\w-]+\.hop\.clickbank\.net/?(?:[?#]|$)")


def _ebay(address: Address, site: BuiltSite) -> Iterator[Fault]:
    if address.host.startswith("rover."):
        if not re.fullmatch(r"\d{10}", address.parameters.get("campid", "")):
            yield "campid is missing or has not ten digits", "write campid= with the ten digits of your campaign"
        return
    parameters = address.parameters
    for name, value in (("mkevt", "1"), ("mkcid", "1")):
        if parameters.get(name) != value:
            yield f"{name}={value} is missing", f"write {name}={value}"
    if not re.fullmatch(r"\d{10}", parameters.get("campid", "")):
        yield "campid is missing or has not ten digits", "write campid= with the ten digits of your campaign"
    rotation = parameters.get("mkrid", "")
    if not re.fullmatch(r"\d+-\d+-\d+-\d+", rotation):
        yield "mkrid is missing or is no rotation id", "write mkrid= with the rotation id of the marketplace"
    else:
        yield from _rotation(address.host, rotation, site)
    if not parameters.get("toolid"):
        yield "toolid is missing", "write toolid=10001"


def _rotation(host: str, rotation: str, site: BuiltSite) -> Iterator[Fault]:
    network = site.networks.by_id.get("ebay")
    shop = host.removeprefix("www.").removeprefix("m.")
    known = {} if network is None else {name: values.get("mkrid") for name, values in network.marketplaces.items()}
    other = next((name for name, value in known.items() if value == rotation and name != shop), None)
    if other is not None and shop in known and known[shop] != rotation:
        yield f"the rotation id {rotation} is the one of {other}", f"write mkrid={known[shop]}"


def _awin(address: Address, site: BuiltSite) -> Iterator[Fault]:
    if not address.path.endswith("cread.php"):
        return
    for name in ("awinmid", "awinaffid"):
        if not re.fullmatch(r"\d+", address.parameters.get(name, "")):
            yield f"{name} is missing or no number", f"write {name}= with the number that Awin gives"
    for name in ("ued", "p"):
        yield from _once(address, name)


def _impact(address: Address, site: BuiltSite) -> Iterator[Fault]:
    if address.path.startswith("/c/") and not re.match(r"/c/\d+/\d+/\d+(?:/|$)", address.path):
        yield "the path is not /c/<publisher>/<advertisement>/<campaign>", "copy the link anew from impact.com"
    yield from _once(address, "u")


def _cj(address: Address, site: BuiltSite) -> Iterator[Fault]:
    click = re.match(r"/click-", address.path)
    if click and not re.match(r"/click-\d+-\d+(?:[/?]|$)", address.path):
        yield "the path is not /click-<publisher>-<advertisement>", "copy the link anew from CJ"
    if address.path.startswith("/links/"):
        if not re.match(r"/links/\d+/type/dlg/", address.path):
            yield "the path is not /links/<publisher>/type/dlg/…", "copy the link anew from CJ"
        elif not re.search(r"/https?:/{1,2}[^/]|/https?%3a", address.path, re.IGNORECASE):
            yield "a deep link has no destination", "write the destination, not encoded, at the end of the path"
        elif re.search(r"/https?%3a", address.path, re.IGNORECASE):
            yield "the destination in the path is encoded", "write it as it is, without encoding"
    yield from _once(address, "url")


def _clickbank(address: Address, site: BuiltSite) -> Iterator[Fault]:
    tid = address.parameters.get("tid", "")
    if tid and not re.fullmatch(r"\w+", tid, re.ASCII):
        yield (
            f"the tracking id '{shortened(tid)}' has other characters than letters, digits and _",
            "write letters, digits and _",
        )
    elif len(tid) > _LONGEST_TID:
        yield f"the tracking id has {len(tid)} characters, {_LONGEST_TID} at most are kept", "write a shorter one"
    if address.host == "hop.clickbank.net" and address.path in ("", "/"):
        for name in ("affiliate", "vendor"):
            if not address.parameters.get(name):
                yield f"{name}= is missing", f"write {name}= with the account's nickname"


_LONGEST_TID = 100


def _fiverr(address: Address, site: BuiltSite) -> Iterator[Fault]:
    if not address.path.startswith("/visit"):
        return
    for name in ("bta", "brand"):
        if not address.parameters.get(name):
            yield f"{name}= is missing", f"write {name}= as Fiverr's link builder does"
    landing = next((name for name in address.parameters if re.sub(r"[-_]", "", name) == "landingpage"), None)
    if landing is None:
        return
    if address.spelled(landing) != "landingPage":
        yield f"'{address.spelled(landing)}' is misspelled", "write landingPage, with a capital P"
    written = address.written(landing)
    if not re.match(r"https?%3A", unquote(written), re.IGNORECASE):
        yield "the destination in landingPage is not encoded twice", "encode the address twice: https%253A%252F%252F…"


def _once(address: Address, name: str) -> Iterator[Fault]:
    """A destination is encoded once: bare it loses what stands behind its own &, twice it is no address any more."""
    written = address.written(name)
    hint = f"encode the address in {name}= once: https%3A%2F%2F…"
    if re.match(r"https?://", written, re.IGNORECASE):
        yield f"the destination in {name}= is not encoded", hint
    elif re.match(r"https?%25", written, re.IGNORECASE) or re.search(r"%25(?:3A|2F)", written[:24], re.IGNORECASE):
        yield f"the destination in {name}= is encoded more than once", hint


_FORMS: Mapping[str, tuple[str, Callable[[Address, BuiltSite], Iterator[Fault]]]] = {
    "ebay": ("P-EBAY-02", _ebay),
    "awin": ("P-AWIN-02", _awin),
    "impact": ("P-IMP-01", _impact),
    "cj": ("P-CJ-01", _cj),
    "clickbank": ("P-CB-01", _clickbank),
    "fiverr": ("P-FIV-02", _fiverr),
}

_VENDOR_HOST = re.compile(r"(?:try|get|partners?)\.[a-z0-9-]+\.[a-z.]{2,10}")


def _own_hosts(page: BuiltPage) -> Iterator[Hit]:
    """Hosts of vendors' own, such as try.example.com, which PartnerStack and others run their links on."""
    for link in page.links:
        if link.found.programme is None and _is_vendor_link(link):
            yield Hit(
                "P-PS-01",
                f"the link '{shortened(link.href)}' seems to be a partner's on a host of the vendor's own",
                "declare it in site.yml (links:), as an affiliate link or as none",
                link.element,
            )


def _is_vendor_link(link: Link) -> bool:
    if link.found.network == "vanity-hosts":
        return link.found.cls == "strong"
    is_sure = link.found.cls not in ("none", "weak") and link.found.network not in _UNNAMED
    address = read_address(link.address) if "sponsored" in link.rel and not is_sure else None
    return address is not None and _VENDOR_HOST.fullmatch(address.host) is not None


_UNNAMED = ("unnamed", "unnamed-services")
PAGE_CHECKS: tuple[PageCheck, ...] = (forms,)
