"""What fuzzing is made of: pieces of YAML, HTML and addresses that have a chance to be taken for something."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.security.hostile_site import yaml_of
from tests.security.payloads import ADDRESSES, PAYLOADS

__all__ = ["data", "html_texts", "urls", "words", "yaml_texts"]

words = st.one_of(
    st.text(), st.sampled_from(PAYLOADS), st.sampled_from(["v0", "v0-join", "v0/sale", "price", "2026-11-21"])
)
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(-(10**500), 10**500).map(str), st.floats(), words, st.dates()
)
KEYS = tuple(
    """
    name title summary review comparison product products scores verdict pros cons evidence kind note sources url
    offers destination programme network tracking_url parameters tags facts label value source checked_on measures
    calculator amount output outputs inputs rows fact measure score on over since until compare caption price id
    currency rules periods from to percent graduated up_to calculators type choices default lines rule of refuse
    warn when message links prefix affiliate jurisdictions disclosures en page redirects hosts silenced staleness
    lang embed authors version methods criteria weight question billed upwork/freelancer-fee v0/sale
    """.split()  # noqa: SIM905  # as a list they would fill a page
)
data = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=5), st.dictionaries(st.one_of(st.sampled_from(KEYS), words), inner, max_size=8)
    ),
    max_leaves=25,
)
PIECES = (
    "a: ",
    "- ",
    "? ",
    ": ",
    "\n",
    "\n  ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "*a",
    "&a ",
    "!!set ",
    "!x ",
    "|",
    ">-",
    "'",
    '"',
    "#",
    "---",
    "...",
    "%YAML 1.2\n",
    "<<: ",
    "\t",
    "0x1F",
    "1e99",
    "\\x0",
    "~",
    "@",
    "`",
    *KEYS[:30],
)
yaml_texts = st.one_of(
    data.map(yaml_of), st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.text(), st.sampled_from(PAYLOADS)
)
TAGS = (
    '<a href="https://amzn.to/x">',
    "<a href='offer:v0-join'>",
    "<A HREF=//awin1.com/cread.php?awinmid=1>",
    "</a>",
    "<h1>",
    "</h1>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<svg>",
    "</svg>",
    "<template>",
    "</template>",
    "<p title='",
    "'>",
    '">',
    "<p>",
    "</p>",
    "<",
    ">",
    "=",
    "&amp;",
    "&",
    "\x00",
    "<table><tr><td>",
    "<li>",
    "<article>",
    '<div class="candid-card" hidden>',
    "</div>",
    "<style>",
    "p{display:none;color:var(--a,#",
    "}",
    "</style>",
    "<input type=radio>",
    "<details>",
    "<h2>",
    "</h2>",
    "<img src=x>",
    "<time datetime=",
    '<script type="application/ld+json">',
    '{"@type":"Review","reviewRating":',
    "[[",
    "]]",
    "$100.00",
    "Advertising",
    "Save 50%",
    '<a href="../v0/">',
    "<title>",
    "<meta name=robots content=noindex>",
    "<!doctype html>",
    "<html lang=de>",
    "<label for=a>",
)
html_texts = st.lists(
    st.one_of(st.sampled_from(TAGS), st.text(max_size=8), st.sampled_from(PAYLOADS)), max_size=40
).map("".join)
HOSTS = (
    "amazon.com",
    "amzn.to",
    "www.awin1.com",
    "upwork.pxf.io",
    "rover.ebay.com",
    "a.example",
    "xn--a",
    "[::1]",
    "127.1",
    "go.skimresources.com",
)
URL_PIECES = (
    "?",
    "&",
    "#",
    "/",
    "=",
    "%",
    "%25",
    "%2F",
    "%00",
    "tag=x-20",
    "ued=",
    "u=",
    "url=https%3A%2F%2Famzn.to%2Fx",
    "ref=",
    "aff_id=1",
    "/dp/B000000000",
    "/c/1/2/3",
    "clickref=",
    ";",
    ":",
    "@",
    "\\",
    "..",
    "é",
    "💥",
    "\x00",
    " ",
    "+",
    "irclickid=1",
    "https://",
)
urls = st.one_of(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["https://", "http://", "//", "HTTPS://", "https:", ""]),
        st.sampled_from(HOSTS),
        st.lists(st.one_of(st.sampled_from(URL_PIECES), st.text(max_size=5)), max_size=12).map("".join),
    ),
    st.sampled_from(ADDRESSES),
    st.text(),
)
