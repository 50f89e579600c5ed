"""Which language a page is in that does not say so, by its commonest words."""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["guess_language"]

_COMMON = {
    "en": "the and is are of you your with for this that we our it not they when if on from more how what",
    "de": "der die das und ist sind nicht ein eine einer mit für auf wir du sie ihr über wenn durch auch den im zu von",
    "fr": "le les des et est sont une pour avec dans nous vous sur cette ces que qui au aux du par pas plus votre",
    "es": "el los las y es son una para con nosotros usted esta estos que por del al más su se lo como si",
    "it": "il gli e è sono una per con nel noi che della dei delle alla anche più questo questa si di al se dagli "
    "sugli sui sulla dalla dal io qualità",
    "nl": "het een en is zijn niet met voor op wij jij dat deze van ook aan bij uit naar wordt als",
    "pt": "o os as e é são uma para com não nós você que por do da dos das mais seu se como em",
}
_LANGUAGES: dict[str, list[str]] = {}
for _language, _words in _COMMON.items():
    for _word in _words.split():
        _LANGUAGES.setdefault(_word, []).append(_language)
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 3
_LOOKED_AT = 4000


def guess_language(text: str) -> str | None:
    """The tag of the language whose common words stand out in ``text``; ``None`` where none does."""
    words = Counter(_WORD.findall(text[:_LOOKED_AT].lower()))
    count: Counter[str] = Counter()
    for word, languages in _LANGUAGES.items():
        for language in languages if word in words else ():
            count[language] += words[word]
    ranked = count.most_common(2)
    if not ranked or ranked[0][1] < _ENOUGH:
        return None
    clear = len(ranked) == 1 or ranked[0][1] >= ranked[1][1] * 3 // 2 + 1
    return ranked[0][0] if clear else None
