"""Fields and buttons that everybody can use.

They are named (A-11), need no dragging or aiming (A-08), hold no surprises (A-10), and what they answer is announced
(A-12).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from lxml.etree import _Element as Element

from candid.compliance.facts.calculators import Calculator
from candid.compliance.facts.items import class_words
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import all_text, text_of
from candid.diagnostics import Severity

__all__ = ["PAGE_CHECKS"]

_FIELDS = ("input", "select", "textarea")
_WITHOUT_LABEL = frozenset({"hidden", "submit", "button", "reset", "image", "search"})
_CONTROLS = ("<input", "<select", "<textarea", "<button", "onchange", "onfocus", "onblur", "oninput")
_LEAVES = re.compile(
    r"\.(?:submit|requestSubmit)\s*\(|(?<![\w.])(?:(?:window|document|top|self|parent)\s*\.\s*)?location\s*"
    r"(?:\.\s*href\s*)?=(?!=)|location\s*\.\s*(?:assign|replace)\s*\(|window\s*\.\s*open\s*\("
)
_ON_INPUT = ("onchange", "onfocus", "onblur", "oninput")
_LISTENS = re.compile(
    r"addEventListener\s*\(\s*[\"'`](?:change|input|focus|blur|focusin)[\"'`]|\.on(?:change|input|focus|blur)\s*="
    r"|\.on\s*\(\s*[\"'](?:change|input|focus|blur)[\"']|\.(?:change|blur)\s*\(\s*(?:function|\()"
)
_HANDLER = 240
_NEXT_LISTENER = re.compile(r"addEventListener|\.on\w+\s*=|\.on\s*\(")


def fields(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Every field has a name that stays, and says in words what is wrong with it."""
    if page.is_redirect or not page.mentions(*_CONTROLS):
        return
    labels = _labels(page)
    asked = {one for calculator in page.calculators for one in calculator.inputs}
    inside = page.main
    for field in page.body.iter(*_FIELDS):
        if field not in asked and not any(above is inside for above in field.iterancestors()):
            continue
        kind = (field.get("type") or "").lower()
        if kind in _WITHOUT_LABEL or not _is_used(page, field):
            continue
        if not _is_labelled(field, labels):
            placeholder = field.get("placeholder")
            what = f"the field '{placeholder or field.get('name') or field.get('id') or field.tag}'"
            reason = "has a placeholder in place of a label" if placeholder else "has no label"
            yield Hit("A-11", f"{what} {reason}", 'write <label for="…"> with the id of the field', field)
        elif field.get("aria-invalid") == "true" and not (
            field.get("aria-describedby") or field.get("aria-errormessage")
        ):
            name = field.get("name") or field.get("id") or field.tag
            hint = "write what is wrong, and name that text in aria-describedby"
            yield Hit("A-11", f"the field '{name}' is marked as wrong, and no text says why", hint, field)
        elif kind == "number" and field in asked and not _tells_range(page, field, labels):
            name = field.get("name") or field.get("id") or field.tag
            hint = "give it min and max, and say them in its label or below it"
            yield Hit("A-11", f"the field '{name}' does not say what it takes", hint, field, severity=Severity.INFO)


def sliders(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """What can be dragged can also be typed; what is clicked is large enough."""
    if page.mentions("range"):
        fields = list(page.body.iter("input"))
        numbers = [field for field in fields if _takes_number(field)][:_MOST_FIELDS]
        labels = _labels(page)
        for field in [field for field in fields if (field.get("type") or "").lower() == "range"][:_MOST_FIELDS]:
            if _is_used(page, field) and not _has_twin(field, numbers, labels):
                name = field.get("name") or field.get("id") or "range"
                hint = 'put <input type="number"> for the same value beside it'
                yield Hit("A-08", f"the slider '{name}' can only be dragged", hint, field)
    for button in page.main.iter("button", "a"):
        if button.get("style") or button.tag == "button":
            size = _too_small(page, button)
            if size:
                yield Hit(
                    "A-08",
                    f"'{_short(page.name_of(button))}' is only {size} pixels large",
                    "make it at least 24 by 24 CSS pixels",
                    button,
                    severity=Severity.WARNING,
                )


def surprises(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """To enter or choose something leads nowhere."""
    if page.is_redirect:
        return
    hint = "let a button do that"
    for element in page.body.iter(*_FIELDS, "form", "fieldset", "div") if page.mentions(*_ON_INPUT) else ():
        for name in _ON_INPUT:
            code = element.get(name)
            if code and _LEAVES.search(code):
                verb = "submits the form" if "ubmit" in code else "opens another page"
                yield Hit("A-10", f"a change of '{element.get('name') or element.tag}' {verb}", hint, element)
    for script in page.root.iter("script"):
        code = script.text or ""
        for found in _LISTENS.finditer(code) if _leaves(code) else ():
            following = code[found.end() : found.end() + _HANDLER]
            other = _NEXT_LISTENER.search(following)
            if _LEAVES.search(following[: other.start()] if other else following):
                yield Hit("A-10", "a script submits a form or opens a page when a field changes", hint, script)
                break


@lru_cache(maxsize=256)  # pages share their scripts
def _leaves(code: str) -> bool:
    return _LEAVES.search(code) is not None


def results(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """What a calculator answers is announced, and what acts as a button is one."""
    for calculator in page.calculators:
        code = _code(page, calculator) if calculator.inputs else ""
        if calculator.inputs and _has_script(page, code):
            silent = _silent_result(calculator, code)
            if silent is not None:
                name = silent.get("id") or silent.get("class") or silent.tag
                hint = 'make it <output>, or add role="status"'
                yield Hit("A-12", f"the result '{name}' changes without a word to screen readers", hint, silent)
        for element in calculator.element.iter("div", "span", "p"):
            is_told = _poses_as_button(page, element)  # by the check of all buttons
            if element.get("onclick") and not is_told and not element.get("role") and element.find(".//button") is None:
                hint = "make it a <button>"
                yield Hit("A-12", f"'{_shown(page, element)}' acts as a button and is none", hint, element)


def buttons(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A button has a name, and is a button."""
    if page.is_redirect or not page.mentions("<button", "role=", "onclick"):
        return
    labels = _labels(page)
    for element in page.main.iter("button", "div", "span", "i", "svg"):
        role = (element.get("role") or "").lower()
        if element.tag == "button" or role == "button":
            if role in ("", "button") and _is_silent(page, element, labels):
                yield Hit("A-12", "a button has no name", "write a text into it, or aria-label on it", element)
        elif element.get("onclick") and _poses_as_button(page, element):
            hint = "make it a <button>"
            yield Hit("A-12", f"'{_shown(page, element)}' acts as a button and is none", hint, element)


def _shown(page: BuiltPage, element: Element) -> str:
    """What readers see of an element; for a picture alone, what its author calls it."""
    return _short(page.text_of(element) or element.get("class") or str(element.tag))


def _is_silent(page: BuiltPage, button: Element, labels: Mapping[str | None, str]) -> bool:
    """Whether nobody who cannot see a button learns what it does."""
    if (button.text or "").strip() or any((child.tail or "").strip() for child in button):
        return False
    if not _is_used(page, button) or not page.visibility.is_exposed(button):
        return False
    if any(_says_something(one) for one in button.iter("*")) or page.name_of(button):
        return False
    if any(image.get("alt") is None for image in button.iter("img")):
        return False  # a rule of its own: A-14
    return not labels.get(button.get("id")) and next(button.iterancestors("label"), None) is None


def _says_something(element: Element) -> bool:
    """Whether a script fills an element, or a title names it: that is read out where there is no text."""
    if element.get("aria-hidden") == "true":
        return False
    filled = any(str(name).lstrip(":").startswith(_FILLED) for name in element.attrib)
    return filled or bool((element.get("title") or "").strip())


_FILLED = ("x-text", "x-html", "v-text", "v-html", "aria-label", "data-bind", "data-i18n", "data-md")
_BUTTON_CLASS = re.compile(r"(?:^|[\s_-])(?:btn|button)(?:$|[\s_-])", re.IGNORECASE)
_LEADS = re.compile(r"[\"'][^\"']*/|location|\.href|open\s*\(", re.IGNORECASE)


def _poses_as_button(page: BuiltPage, element: Element) -> bool:
    """Whether a box that is clicked looks like a button; what leads elsewhere is for the rule on links: G-LINK-03."""
    if element.get("role") or element.get("tabindex") or not _BUTTON_CLASS.search(element.get("class") or ""):
        return False
    if _LEADS.search(element.get("onclick") or "") or not _is_used(page, element):
        return False
    return next(element.iterdescendants("a", "button", "input"), None) is None


# -- fields ------------------------------------------------------------------------------------------------------------


def _is_used(page: BuiltPage, field: Element) -> bool:
    return field.get("disabled") is None and page.visibility.is_reachable(field)


def _is_labelled(field: Element, labels: Mapping[str | None, str]) -> bool:
    if labels.get(field.get("id")):
        return True
    if any((field.get(name) or "").strip() for name in ("aria-label", "aria-labelledby", "title")):
        return True
    around = next(field.iterancestors("label"), None)
    return around is not None and bool(text_of(around))


def _tells_range(page: BuiltPage, field: Element, labels: Mapping[str | None, str]) -> bool:
    """Whether machines or readers are told the least or the most that a field takes."""
    if field.get("min") is not None or field.get("max") is not None:
        return True
    ids = (field.get("aria-describedby") or "").split()
    described = (all_text(one) for one in page.having("id") if one.get("id") in ids) if ids else ()
    return any(_DIGIT.search(text) for text in (_label_of(field, labels), *described))


def _labels(page: BuiltPage) -> Mapping[str | None, str]:
    """The text of labels by the ids of their fields."""
    return {label.get("for"): text_of(label).casefold() for label in page.body.iter("label") if label.get("for")}


def _label_of(field: Element, labels: Mapping[str | None, str]) -> str:
    named = labels.get(field.get("id"))
    if named is not None:
        return named
    around = next(field.iterancestors("label"), None)
    return (field.get("aria-label") or ("" if around is None else text_of(around))).casefold()


_MOST_FIELDS = 100
"""Each slider is compared with each field: a page with more of them is no page for people."""
_BRACKETED = re.compile(r"\([^()]*\)")
_STEM = re.compile(r"[a-z]+|\d+")
_TYPES = frozenset({
    "range", "slider", "slide", "number", "num", "input", "field", "text", "value", "val", "box", "exact", "regler",
    "zahl", "wert",
})  # fmt: skip


def _stem(field: Element) -> frozenset[str]:
    written = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", f"{field.get('id') or ''} {field.get('name') or ''}")
    return frozenset(_STEM.findall(written.lower())) - _TYPES


def _has_twin(slider: Element, numbers: Sequence[Element], labels: Mapping[str | None, str]) -> bool:
    """Whether a field takes the same number as a slider: by its name or label, or as the only one beside it."""
    label, stem = _BRACKETED.sub("", _label_of(slider, labels)).strip(), _stem(slider)
    handler = f"{slider.get('oninput') or ''} {slider.get('onchange') or ''}"
    for number in numbers:
        own = _BRACKETED.sub("", _label_of(number, labels)).strip()
        if stem and stem == _stem(number):
            return True
        if label and own and (label in own or own in label):
            return True
        if any(name and name in handler for name in (number.get("id"), number.get("name"))):
            return True
        if any(name and name in (number.get("oninput") or "") for name in (slider.get("id"), slider.get("name"))):
            return True
        if not own and number.getparent() is slider.getparent():
            return True
    return False


def _takes_number(field: Element) -> bool:
    kind = (field.get("type") or "text").lower()
    return kind == "number" or (kind in ("text", "tel") and field.get("inputmode") in ("decimal", "numeric"))


# -- sizes -------------------------------------------------------------------------------------------------------------

_LENGTH = re.compile(r"(\d{1,4}(?:\.\d+)?)px")
_SMALLEST = 24


def _too_small(page: BuiltPage, element: Element) -> str:
    """Width and height of what is too small to hit, as far as style sheets set both."""
    if not page.visibility.is_reachable(element):
        return ""
    style = page.visibility.style(element, 360)
    if element.tag == "a" and style.get("display") not in ("block", "inline-block", "flex", "inline-flex"):
        return ""
    lengths = [_LENGTH.fullmatch(style.get(side, "")) for side in ("width", "height")]
    if None in lengths or style.get("position") in ("absolute", "fixed"):
        return ""
    sizes = [found[1] for found in lengths if found]
    return " by ".join(sizes) if all(int(size.partition(".")[0]) < _SMALLEST for size in sizes) else ""


# -- results -----------------------------------------------------------------------------------------------------------

_LIVE_ROLES = frozenset({"status", "alert", "log", "timer"})
_ANSWERS = frozenset({
    "result", "results", "total", "output", "out", "answer", "sum", "earnings", "net", "outcome", "estimate",
    "ergebnis", "summe", "betrag", "resultat", "résultat", "resultado", "risultato", "totale",
})  # fmt: skip
_WRITES = (
    r"(?:getElementById\s*\(\s*[\"'`]{0}[\"'`]\s*\)|querySelector\s*\(\s*[\"'`][#.]{0}[\"'`]\s*\)"
    r"|\$\(\s*[\"'`][#.]{0}[\"'`]\s*\))"
)


def _code(page: BuiltPage, calculator: Calculator) -> str:
    """The scripts that stand in the page, and what the calculator's own elements run."""
    scripts = (script.text or "" for script in page.root.iter("script"))
    handlers = (
        one.get(name) or "" for one in calculator.element.iter(*_ACTIVE) for name in ("onclick", "onsubmit", *_ON_INPUT)
    )
    return "\n".join((*scripts, *handlers))


_ACTIVE = ("input", "select", "textarea", "button", "form", "div", "section", "fieldset")


def _has_script(page: BuiltPage, code: str) -> bool:
    """Whether anything on the page can change an answer."""
    return bool(code.strip()) or any(
        (script.get("type") or "").lower() in ("", "module", "text/javascript") for script in page.root.iter("script")
    )


def _silent_result(calculator: Calculator, code: str) -> Element | None:
    places = list(calculator.results) or [
        one
        for one in calculator.element.iter("p", "div", "span", "strong", "b", "td", "h2", "h3", "h4")
        if len(all_text(one)) < 200 and (class_words(one) & _ANSWERS or _awaits(one, code))
    ]
    if not places or any(
        _is_live(one) for one in calculator.element.iter("output", "p", "div", "span", "section", "td", "strong")
    ):
        return None
    if any(_is_live(above) for above in (calculator.element, *calculator.element.iterancestors())):
        return None
    written = [one for one in places if _is_written(one, code)]
    if written:
        return written[0]
    return places[0] if calculator.results else None


_DIGIT = re.compile(r"\d")
_NO_ANSWER = re.compile(r"err|hint|help|label|unit|warn|message|msg|status", re.IGNORECASE)


def _is_live(element: Element) -> bool:
    if element.tag == "output" or (element.get("role") or "").lower() in _LIVE_ROLES:
        return True
    return (element.get("aria-live") or "").lower() in ("polite", "assertive")


def _is_written(element: Element, code: str) -> bool:
    """Whether a script looks the element up by its id."""
    name = element.get("id") or ""
    return bool(name) and name in code and re.search(_WRITES.replace("{0}", re.escape(name)), code) is not None


def _awaits(element: Element, code: str) -> bool:
    """Whether an element holds a number or nothing until a script fills it, and is no message."""
    if _NO_ANSWER.search(element.get("id") or "") or not _is_written(element, code):
        return False
    text = all_text(element).strip()
    return not text or _DIGIT.search(text) is not None


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39].rstrip()}…"


PAGE_CHECKS: tuple[PageCheck, ...] = (fields, sliders, surprises, results, buttons)
