"""Lengths of CSS in pixels: plain ones, and those that ``calc()``, ``min()``, ``max()`` and ``clamp()`` work out.

They are sizes of letters on a screen, no amounts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["in_pixels"]

_PLAIN = re.compile(r"([\d.]+)(px|pt|rem|em|%|vw|vi)?")
_TOKEN = re.compile(r"\s*(?:([\d.]+)(px|pt|rem|em|%|vw|vi)?(?![\w.%])|((?:calc|min|max|clamp)?\()|([-+*/,)]))")
_LONGEST = 200
"""Characters: what is longer is not worked out, so that nothing nests too deep."""


def in_pixels(written: str, *, around: float | None, root: float | None, width: int) -> float | None:
    """What a length comes to; ``None`` where it cannot be told.

    Args:
        written: The length, in lower case.
        around: What ``em`` and ``%`` are of.
        root: What ``rem`` is of.
        width: The width of the screen.
    """
    units = {"px": 1.0, "pt": 4 / 3, "em": around, "%": around, "rem": root, "vw": width, "vi": width}
    shares = {
        unit: size / (100 if unit in ("%", "vw", "vi") else 1) for unit, size in units.items() if size is not None
    }
    plain = _PLAIN.fullmatch(written)
    if plain is not None and not plain[2]:
        return None  # no length, unless it is nothing
    if len(written) > _LONGEST:
        return None
    try:
        sum_ = _Sum(written, shares)
        found = sum_.read()
        return found if sum_.is_done else None
    except (ValueError, KeyError, ZeroDivisionError):
        return None


@dataclass(slots=True)
class _Sum:
    """A reader of one expression.

    Raises:
        ValueError: It is none.
        KeyError: It has a unit of which nobody knows how large it is.
    """

    text: str
    units: Mapping[str, float]
    at: int = field(default=0)

    @property
    def is_done(self) -> bool:
        return not self.text[self.at :].strip()

    def read(self) -> float:
        found = self._product()
        while (sign := self._next_is("+-")) is not None:
            other = self._product()
            found = found + other if sign == "+" else found - other
        return found

    def _product(self) -> float:
        found = self._value()
        while (sign := self._next_is("*/")) is not None:
            other = self._value()
            found = found * other if sign == "*" else found / other
        return found

    def _value(self) -> float:
        token = _TOKEN.match(self.text, self.at)
        if token is None:
            raise ValueError(self.text)
        self.at = token.end()
        if token[1] is not None:
            return float(token[1]) * (self.units[token[2]] if token[2] else 1)
        if token[3] is not None:
            return self._function(token[3])
        if token[4] == "-":
            return -self._value()
        raise ValueError(self.text)

    def _function(self, name: str) -> float:
        values = [self.read()]
        while self._next_is(",") is not None:
            values.append(self.read())
        if self._next_is(")") is None:
            raise ValueError(self.text)
        if name == "clamp(" and len(values) == 3:
            least, wanted, most = values
            return max(least, min(wanted, most))
        if name in ("min(", "max("):
            return min(values) if name == "min(" else max(values)
        if len(values) != 1:
            raise ValueError(self.text)
        return values[0]

    def _next_is(self, signs: str) -> str | None:
        token = _TOKEN.match(self.text, self.at)
        if token is None or token[4] is None or token[4] not in signs:
            return None
        self.at = token.end()
        return str(token[4])
