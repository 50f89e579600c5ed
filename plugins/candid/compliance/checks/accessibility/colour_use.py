"""What colours do on a page: nothing that only they say (A-02), and text that stands out from what is behind it (A-03).

Contrast is worked out only where HTML and the site's own style sheets decide both colours. Elements of one look are
asked once: what has the same names within the same surroundings looks the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

from lxml import etree
from lxml.etree import _Element as Element

from candid.compliance.facts.items import class_words
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.looks.cascade import Styles
from candid.compliance.looks.colours import parse_colour
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.text.flow import INLINE
from candid.compliance.text.texts import SILENT, is_element
from candid.disclosures.lexicon import judge

__all__ = ["PAGE_CHECKS"]

_WIDE = 1280
_ENOUGH, _ENOUGH_IF_LARGE = 4.5, 3.0
_ROUNDING = 0.05
_LARGE, _LARGE_IF_BOLD = 24.0, 18.66
_BOLD = frozenset({"bold", "bolder", "700", "800", "900"})
_COLOURS = (
    r"(?:light |dark |pale |bright )?(?:red|green|blue|yellow|orange|purple|pink|gold|grey|gray|teal)|"
    r"(?:hell|dunkel)?(?:rot|grün|blau|gelb|orange|lila|violett|grau)(?:e[rnms]?)?|"
    r"rouges?|verte?s?|bleue?s?|jaunes?|oranges?|violette?s?|rojo|roja|rojos|rojas|verdes?|azul(?:es)?|amarill[oa]s?|naranja|"
    r"ross[oaie]|verdi|blu|giall[oaie]|arancione|viola"
)
_COLOUR = re.compile(_COLOURS, re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_NAMES = frozenset(
    _WORD.findall(
        "red green blue yellow orange purple pink gold grey gray teal rot grün blau gelb lila violett grau rote roten "
        "grüne grünen blaue blauen gelbe gelben graue grauen hellgrün dunkelgrün rouge rouges vert verte verts vertes "
        "bleu bleue bleus bleues jaune jaunes violette rojo roja rojos rojas verde verdes azul azules amarillo "
        "amarilla amarillos naranja rosso rossa rossi rosse verdi blu giallo gialla gialli arancione viola"
    )
)
_NEAR = 40
_SHOWN = (
    r"highlighted|marked|shown|coloured|colored|printed|shaded|displayed|tinted|flagged|hervorgehoben|markiert|"
    r"gekennzeichnet|hinterlegt|dargestellt|surlignée?s?|marquée?s?|indiquée?s?|affichée?s?|resaltad[oa]s?|marcad[oa]s?|"
    r"mostrad[oa]s?|evidenziat[oaie]|segnat[oaie]|indicat[oaie]"
)
_THINGS = (
    r"rows?|links?|cells?|columns?|backgrounds?|highlights?|borders?|boxes|prices?|entries|"
    r"zeilen?|spalten?|zellen?|hintergrund|lignes?|liens?|colonnes?|cellules?|filas?|enlaces?|columnas?|celdas?|"
    r"righe|riga|colonn[ae]|cell[ae]"
)
_MEANS = (
    r"=|is|are|means?|marks?|indicates?|shows?|ist|sind|bedeutet|zeigt|"
    r"signifie|indique|est|sont|significa|indica|è|sono"
)
_SAYS = (
    r"(?:our|the|unsere?|notre|nuestr[oa]|il nostro)\s|affiliate|paid|sponsored|winner|best|recommended|pick|good|bad|"
    r"cheap|expensive|anzeige|werbung|bezahlt|sieger|empfehl|publicit|meilleur|publicidad|mejor|pubblicit|miglior"
)
_LEGEND = re.compile(
    rf"\b(?:{_SHOWN})\s(?:in|mit|en|with|avec|con|au)\s(?:a\s|the\s|einem\s|un\s|el\s|il\s)?(?:{_COLOURS})\b"
    rf"|\b(?:(?:in|en)\s)?(?:{_COLOURS})\s(?:{_SHOWN})\b|\b(?:{_SHOWN})\s(?:{_COLOURS})\b"
    rf"|\b(?:{_COLOURS})\s(?:{_THINGS})\s(?:{_MEANS})(?=\s)"
    rf"|\b(?:rows?|links?|cells?|columns?|zeilen?|zellen?|spalten?|lignes?|liens?|filas?|enlaces?|righe)\s(?:in|en)\s"
    rf"(?:{_COLOURS})\b"
    rf"|(?:^|[.;:(,\n]\s?)(?:{_COLOURS})\s?(?:means?\b|marks?\b|bedeutet\b|signifie\b|significa\b|(?:=|:|–)\s?(?:{_SAYS}))",
    re.IGNORECASE,
)
_OTHER_SIGN = re.compile(
    r"label|badge|icon|symbol|\bstars?\b|asterisk|\btick|check ?mark|\bbold|underlin|\btag\b|\bword|[✓✔★☆†‡*]|[\"“„«]|"
    r"\bsign\b|etikett|zeichen|stern|fett|unterstrich|wort|étiquette|icône|étoile|gras|soulign|mot\b|mention|etiqueta|"
    r"icono|estrella|negrita|subrayad|palabra|etichetta|icona|stella|grassetto|sottolineat|parola",
    re.IGNORECASE,
)
_WINNER = frozenset(
    {"winner", "best", "recommended", "testsieger", "sieger", "empfehlung", "vincitore", "ganador", "gagnant"}
)
_WINNING = re.compile("|".join(sorted(_WINNER)), re.IGNORECASE)
_NO_MARK = frozenset({
    "list", "for", "of", "practices", "section", "table", "wrapper", "grid", "sellers", "products", "posts", "reviews",
    "articles", "container",
})  # fmt: skip
_SAID = re.compile(
    r"winner|\bbest|\btop\b|\bpick|choice|recommend|#\s?1|\bno\. ?1|\bfirst|★|🏆|✓|favou?rite|sieger|\bbeste|empf|"
    r"wahl|nr\. ?1|meilleur|choix|recommand|gagnant|mejor|recomend|elegid|ganador|miglior|consigli|scelta|vincitor",
    re.IGNORECASE,
)
_PAINT = ("background", "background-color", "color")
_COLOURFUL = 0.4
_LETTER = re.compile(r"\w")
_PAINTED = re.compile(r"color|background|<font\b|bgcolor", re.IGNORECASE)

_SAME = 1.01  # a ratio, no amount


def meanings(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """What a colour says is said in another way too."""
    hint = "say it at each of them in words as well, or by a sign that has a text"
    for element, sentence in _legends(page):
        yield Hit("A-02", f"only a colour says it: '{_short(sentence)}'", hint, element)
    for element in page.main.iter("tr", "td", "th", "li", "article", "div", "section"):
        written = element.get("class")
        words = class_words(element) if written and _WINNING.search(written) else frozenset()
        if words & _WINNER and not words & _NO_MARK and _is_painted(page, element) and not _is_said(page, element):
            hint = 'write "Our pick" or the like into it'
            yield Hit("A-02", f"only its colour says that this is the '{_named(words)}'", hint, element)


def contrasts(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Text can be told from what is behind it. Disclosures have a rule of their own for that."""
    sheets = [sheet.text for sheet in site.style_sheets(page) if sheet.text]
    if not sheets and not _PAINTED.search(page.text):
        return
    looks = _LOOKS.get(page.visibility.styles)
    if looks is None:
        looks = _LOOKS[page.visibility.styles] = _Looks(sheets)
    reported: set[int] = set()
    for element, look in looks.of(page.main):
        if look in reported or (look in looks.clear and looks.are_many) or not _has_text(element):
            continue
        found = _too_faint(page, element)
        if found is None:
            looks.clear.add(look)
        elif found <= _SAME:
            continue  # what cannot be seen at all is hidden: G-SPAM-04
        elif not _is_disclosure(page, element) and not _is_cue(page, element):
            reported.add(look)
            hint = "darken the text or lighten what is behind it"
            yield Hit("A-03", f"'{_short(page.text_of(element))}' has a contrast of {found:.1f} to 1", hint, element)


class _Looks:
    """Numbers for the looks that style sheets give: elements of one look have the same names in the same surroundings.

    Attributes:
        clear: The looks that can be read.
        are_many: Whether the style sheets are so long that a look is asked about only once for all pages.
    """

    def __init__(self, sheets: Sequence[str]) -> None:
        self.clear: set[int] = set()
        self.are_many = sum(map(len, sheets)) > _LONG_SHEETS
        self._ids = frozenset(name for sheet in sheets for name in _ID.findall(sheet))
        self._numbers: dict[tuple[object, ...], int] = {}

    def of(self, root: Element) -> Iterator[tuple[Element, int]]:
        """The elements below ``root`` in their order, each with the number of its look."""
        above = -1
        for outer in reversed(list(root.iterancestors())):
            above = self._number(above, outer.tag, *sorted(outer.attrib.items()))
        numbers: dict[Element, int] = {}
        for element in root.iter(etree.Element):
            parent = element.getparent()
            around = above if parent is None or element is root else numbers[parent]
            number = numbers[element] = self._number(around, element.tag, *self._named(element))
            yield element, number

    def _number(self, *look: object) -> int:
        return self._numbers.setdefault(look, len(self._numbers))

    def _named(self, element: Element) -> list[object]:
        """What of an element's attributes style sheets may look at."""
        return [pair for pair in element.items() if pair[0] in _STYLED or (pair[0] == "id" and pair[1] in self._ids)]


_LOOKS: WeakKeyDictionary[Styles, _Looks] = WeakKeyDictionary()
_LONG_SHEETS = 20_000
_STYLED = frozenset({"class", "style", "color", "bgcolor"})
_ID = re.compile(r"#([A-Za-z_][\w-]*)")


# -- meanings ----------------------------------------------------------------------------------------------------------


def _legends(page: BuiltPage) -> Iterator[tuple[Element, str]]:
    """The sentences that explain what a colour means and name no other sign of it, each with its element."""
    done = 0
    for colour in page.flow.find(_COLOUR) if _NAMES.intersection(_WORD.findall(page.flow.lower)) else ():
        start, end = colour.match.span()
        found = _LEGEND.search(page.flow.text, max(start - _NEAR, done), end + _NEAR) if start >= done else None
        if found is not None:
            done = found.end()
            sentence = page.flow.sentence(found.start(), found.end())
            if page.visibility.is_reachable(colour.element) and not _OTHER_SIGN.search(sentence):
                yield colour.element, sentence


def _is_painted(page: BuiltPage, element: Element) -> bool:
    style = page.visibility.style(element, _WIDE)
    return any(name in style for name in _PAINT)


def _is_said(page: BuiltPage, element: Element) -> bool:
    text = page.text_of(element)
    labels = " ".join(
        f"{one.get('aria-label') or ''} {one.get('alt') or ''} {one.get('title') or ''}"
        for one in element.iter()
        if is_element(one)
    )
    before = element.getprevious()
    heading = page.text_of(before) if before is not None and before.tag in ("h2", "h3", "h4") else ""
    return _SAID.search(f"{text} {labels} {heading}") is not None


def _named(words: frozenset[str]) -> str:
    return min(words & _WINNER)


# -- contrast ----------------------------------------------------------------------------------------------------------


def _has_text(element: Element) -> bool:
    """Whether letters stand directly in it."""
    if element.tag in SILENT or element.tag in ("option", "optgroup"):
        return False
    own = f"{element.text or ''}{''.join(child.tail or '' for child in element)}"
    return _LETTER.search(own) is not None


def _too_faint(page: BuiltPage, element: Element) -> float | None:
    contrast = page.appearance.contrast(element, _WIDE)
    if contrast is None or contrast >= _ENOUGH - _ROUNDING:
        return None
    if element.get("disabled") is not None or not page.is_seen(element):
        return None
    size = page.appearance.size(element, _WIDE)
    if size is None:
        return None
    is_large = size >= (_LARGE_IF_BOLD if _is_bold(page, element) else _LARGE)
    if is_large and contrast >= _ENOUGH_IF_LARGE - _ROUNDING:
        return None
    if any(
        one.get("aria-hidden") == "true" or one.get("aria-disabled") == "true"
        for one in (element, *element.iterancestors())
    ):
        return None
    return contrast


def _is_bold(page: BuiltPage, element: Element) -> bool:
    current: Element | None = element
    while current is not None:
        weight = page.visibility.style(current, _WIDE).get("font-weight")
        if weight:
            return weight in _BOLD
        if current.tag in ("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"):
            return True
        if current.tag not in INLINE:
            return False
        current = current.getparent()
    return False


def _is_cue(page: BuiltPage, element: Element) -> bool:
    """Whether its colour is one that the page explains: then what is wrong is that only the colour says it."""
    written = page.visibility.style(element, _WIDE).get("color")
    colour = parse_colour(written) if written else None
    if colour is None:
        return False
    parts = (colour.red, colour.green, colour.blue)
    return max(parts) - min(parts) > _COLOURFUL and next(_legends(page), None) is not None


def _is_disclosure(page: BuiltPage, element: Element) -> bool:
    disclosures = {one.element for one in page.disclosures}
    if disclosures.intersection((element, *element.iterancestors())) or disclosures.intersection(element.iter()):
        return True
    said = judge(page.text_of(element), page.language_of(element))
    return bool(said.commission or (said.advert and said.begins))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"


PAGE_CHECKS: tuple[PageCheck, ...] = (meanings, contrasts)
