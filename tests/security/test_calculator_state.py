"""What an address says about a calculator's inputs is text: nothing runs, becomes markup or is left unanswered."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.browser.built import files_of
from tests.security.hostile_site import build_site, write_site, yaml_of
from tests.security.payloads import BENIGN, PAYLOADS
from tests.security.serving import ORIGIN
from tests.security.watching import POLICY, Watched, attack_surface, watching

INHERITED = ("__proto__", "constructor", "prototype", "hasOwnProperty", "toString", "valueOf", "__defineGetter__")
"""What every object of JavaScript has without being given it."""
CLOBBERING = ("reset", "querySelector", "querySelectorAll", "replaceChildren", "addEventListener", "elements", "form")
"""What every form or element has: a field of that name hides it on its form."""
NUMBERS = (
    "",
    "0",
    "-0",
    "-1",
    "1e999",
    "1e9999999999",
    "NaN",
    "Infinity",
    "-Infinity",
    "null",
    "undefined",
    "true",
    "0x10",
    "0b1",
    "1_000",
    "1,000",
    "1.2.3",
    ".",
    "+1",
    " 1 ",
    "1n",
    "9" * 299,
    "9" * 301,
    "9" * 100_000,
    "0." + "0" * 50_000 + "1",
    "١٢٣",
    "１２３",
    "\u202e001\u202c",
    "\u200b100",
    "100\x00",
    "1\r\n2",
    "%31%30%30",
    "2026-02-30",
    "275760-09-14",
    "0000-00-00",
    "9999-12-31",
    "[object Object]",
    "[]",
    "{}",
    "😀" * 200,
    "\ud800",
)
MOST = 30_000
"""Characters of a value that stands in an address four times and more: browsers cut addresses off somewhere beyond."""
SECONDS = 10


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A site with one calculator, and one whose inputs and outputs are called like what objects and forms have."""
    folder = tmp_path_factory.mktemp("state")
    write_site(folder, [BENIGN], charts=False)
    names = (*INHERITED, *CLOBBERING)
    rulebook = {
        "id": "names",
        "title": "Names",
        "currency": "USD",
        "sources": {"fees": {"title": "Fees"}},
        "rules": {},
        "calculators": {
            "all": {
                "title": "Names",
                "kind": "fee",
                "inputs": {name: {"label": name, "type": "money", "default": "1"} for name in names}
                | {
                    "word": {
                        "label": "W",
                        "type": "choice",
                        "choices": dict.fromkeys(INHERITED, "x"),
                        "default": "constructor",
                    },
                    "price": {"label": "P", "type": "money"},
                },
                "lines": {},
                "outputs": {name: {"label": name, "value": f"price + {name}"} for name in names}
                | {"said": {"label": "S", "type": "choice", "value": "word"}},
            }
        },
    }
    (folder / "data/calculators/names.yml").write_text(yaml_of(rulebook), encoding="utf-8")
    page = f"# x\n\n```calculator\n{yaml_of({'names/all': {'price': 600, 'reset': 2, 'constructor': 3}})}```\n"
    (folder / "pages/names.md").write_text(page, encoding="utf-8")
    return files_of(build_site(folder))


@pytest.fixture
def tab(browser: Browser, files: dict[str, bytes]) -> Iterator[Watched]:
    with watching(browser, files) as watched:
        yield watched


def _encoded(value: str) -> str:
    return quote(value, safe="", errors="surrogatepass")


_AGAIN = """([query, html]) => {
  history.replaceState(null, "", query);
  document.querySelector("main").replaceWith(document.importNode(new DOMParser()
    .parseFromString(html, "text/html").querySelector("main"), true));
  return [document.querySelectorAll("[data-asleep]").length, document.querySelector("output").textContent];
}"""
"""Wakes the calculators of a page anew by an address, which takes a tenth of the time that loading it does."""


def _address(value: str) -> str:
    query = "&".join(f"v0/sale.{name}={_encoded(value)}" for name in ("price", "way", "sure", "day"))
    return f"/v0/?{query}#{_encoded(value)}"


def test_no_value_in_an_address_does_anything(tab: Watched, files: dict[str, bytes]) -> None:
    html = files["/v0/index.html"].decode()
    tab.open("/v0/")
    usual: set[str] = set()
    wrong: dict[str, object] = {}
    for value in ("100", "5000", "no number", "", "true", "one", "2026-11-21", *PAYLOADS, *INHERITED, *NUMBERS):
        if len(value) > MOST:
            continue
        asleep, answer = tab.page.evaluate(_AGAIN, [_address(value), html])
        surface = set(attack_surface(tab.page))
        if value in ("100", "5000", "no number", "", "true", "one", "2026-11-21"):
            usual |= surface
        news = [*sorted(surface - usual), *tab.misdeeds()]
        if asleep or not answer or news:
            wrong[value[:60]] = asleep, answer, news
    assert wrong == {}


def test_a_loaded_address_does_nothing_either(tab: Watched) -> None:
    wrong: dict[str, object] = {}
    for value in (*INHERITED, *(number for number in NUMBERS if len(number) < MOST), *PAYLOADS[::25]):
        tab.open(_address(value))
        asleep = tab.page.locator("candid-calculator [data-asleep]").count()
        answer = tab.page.locator("output").first.inner_text()
        if misdeeds := tab.misdeeds() or asleep or not answer:
            wrong[value[:60]] = misdeeds
    assert wrong == {}


def test_a_very_long_number_is_refused_at_once(tab: Watched, files: dict[str, bytes]) -> None:
    page, headers = files["/v0/index.html"], {"content-type": "text/html", "content-security-policy": POLICY}
    # Python's server takes no address as long as browsers send.
    tab.page.route(f"{ORIGIN}/v0/?**", lambda route: route.fulfill(body=page, headers=headers))
    for value in (value for value in NUMBERS if len(value) > MOST):
        began = monotonic()
        tab.open(f"/v0/?v0/sale.price={_encoded(value)}")
        assert tab.page.locator("output").first.inner_text() == "–"
        assert "300 digits" in tab.page.locator(".candid-error").all_inner_texts()[0]
        assert monotonic() - began < SECONDS
        assert tab.misdeeds() == []


@pytest.mark.parametrize("name", [*INHERITED, "v0/sale.__proto__", "v0/sale.constructor", "v0/sale", "v0/sale~0.price"])
def test_no_name_in_an_address_reaches_what_objects_inherit(tab: Watched, name: str) -> None:
    for query in (f"{name}=1&{name}[polluted]=1&{name}.polluted=1&{name}[]=1&{name}=2", name):
        tab.open(f"/v0/?{query}&v0/sale.price=200#{query}")
        assert tab.page.evaluate("[({}).polluted, Object.keys(Object.prototype).length]") == [None, 0]
        assert tab.page.locator("output").all_inner_texts()[-1] == "$186.00"
        assert tab.misdeeds() == []


def test_inputs_may_be_called_like_what_objects_and_forms_have(tab: Watched) -> None:
    tab.open("/names/")
    before = tab.page.locator("output").all_inner_texts()
    assert before == ["$601.00", "$603.00", *["$601.00"] * 5, "$602.00", *["$601.00"] * 6, "constructor"]
    tab.page.locator("input[name=price]").fill("700")
    tab.page.locator("input[name=price]").blur()
    assert tab.page.locator("output").all_inner_texts()[:2] == ["$701.00", "$703.00"]
    assert tab.page.url.endswith("?names/all.price=700")
    tab.page.evaluate("document.querySelector('input[name=constructor]').value = ''")
    tab.page.locator("input[name=price]").fill("800")
    assert tab.page.locator("output").all_inner_texts()[:2] == ["$801.00", "$801.00"], "an empty one has its default"
    tab.page.locator("input[name=price]").fill("x")
    assert set(tab.page.locator("output").all_inner_texts()) == {"–"}
    tab.page.locator(".candid-reset").click()
    assert tab.page.locator("output").all_inner_texts() == before
    assert tab.misdeeds() == []


def test_what_an_address_says_is_read_and_written_back_unchanged(tab: Watched) -> None:
    tab.open("/v0/?v0/sale.price=1%2C000%3Cscript%3E&other=%3Cb%3E#%3Cscript%3E")
    tab.page.locator("form summary").first.click()
    tab.page.locator("select").first.select_option("two")
    assert (
        tab.page.url.partition("?")[2] == "v0/sale.price=1%2C000%3Cscript%3E&other=%3Cb%3E&v0/sale.way=two#%3Cscript%3E"
    )
    assert tab.misdeeds() == []
