"""CSS colours and the contrast between two of them, by WCAG 2.2. What cannot be read is ``None``: no guesses."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from tinycss2.color3 import parse_color as parse_color3

__all__ = ["BLACK", "WHITE", "Colour", "contrast", "parse_colour"]


@dataclass(frozen=True, slots=True)
class Colour:
    """Red, green and blue from 0 to 1, and how much of it is there."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, below: Colour) -> Colour:
        """This colour painted on an opaque one."""
        share = self.alpha
        return Colour(
            self.red * share + below.red * (1 - share),
            self.green * share + below.green * (1 - share),
            self.blue * share + below.blue * (1 - share),
        )

    @property
    def luminance(self) -> float:
        """Relative luminance, from 0 for black to 1 for white."""
        return 0.2126 * _linear(self.red) + 0.7152 * _linear(self.green) + 0.0722 * _linear(self.blue)


BLACK = Colour(0, 0, 0)
WHITE = Colour(1, 1, 1)


def contrast(first: Colour, second: Colour) -> float:
    """The contrast ratio of two opaque colours, from 1 to 21."""
    light, dark = sorted((first.luminance, second.luminance), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# No colour has more digits, and with so few of them no sum grows beyond what a float holds.
_NUMBER = r"(?:\d{1,6}(?:\.\d{0,30})?|\.\d{1,30})%?"
_PERCEIVED = re.compile(
    rf"(oklch|oklab)\(\s*({_NUMBER})\s+(-?{_NUMBER})\s+(-?{_NUMBER})(?:deg)?\s*(?:/\s*({_NUMBER})\s*)?\)"
)
_MODERN = re.compile(
    rf"(rgb|hsl)a?\(\s*([^\s,/()]+)[\s,]+([^\s,/()]+)[\s,]+([^\s,/()]+)(?:\s*[,/]\s*({_NUMBER}))?\s*\)"
)


def parse_colour(text: str) -> Colour | None:
    """A colour as CSS writes it: a name, ``#rgb`` to ``#rrggbbaa``, ``rgb()``, ``hsl()``, ``oklch()``, ``oklab()``."""
    text = text.strip().lower()
    perceived = _PERCEIVED.fullmatch(text)
    if perceived:
        return _from_perceived(perceived)
    long_hex = re.fullmatch(r"#([0-9a-f]{4}|[0-9a-f]{8})", text)
    if long_hex:
        digits = long_hex[1] if len(long_hex[1]) == 8 else "".join(digit * 2 for digit in long_hex[1])
        red, green, blue, alpha = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4, 6))
        return Colour(red, green, blue, alpha)
    modern = _MODERN.fullmatch(text)
    if modern:
        text = f"{modern[1]}a({modern[2]}, {modern[3]}, {modern[4]}, {_share(modern[5])})".replace("deg", "")
    try:
        found = parse_color3(text)
    except (ValueError, OverflowError):
        return None
    if found is None or isinstance(found, str):  # currentColor
        return None
    return Colour(*(min(max(part, 0.0), 1.0) for part in found))


def _from_perceived(found: re.Match[str]) -> Colour:
    """A colour of the Oklab space, whose axes are lightness, from green to red, and from blue to yellow.

    Source: https://www.w3.org/TR/css-color-4/#ok-lab
    """
    light, first, second = (float(_share(found[at])) for at in (2, 3, 4))
    alpha = float(_share(found[5]))
    if found[1] == "oklch":
        chroma = first * 0.4 if found[3].endswith("%") else first
        angle = math.radians(second)
        first, second = chroma * math.cos(angle), chroma * math.sin(angle)
    else:
        first, second = (part * 0.4 if found[at].endswith("%") else part for at, part in ((3, first), (4, second)))
    long = (light + 0.3963377774 * first + 0.2158037573 * second) ** 3
    middle = (light - 0.1055613458 * first - 0.0638541728 * second) ** 3
    short = (light - 0.0894841775 * first - 1.2914855480 * second) ** 3
    return Colour(
        _encoded(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
        _encoded(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
        _encoded(-0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short),
        min(alpha, 1.0),
    )


def _encoded(part: float) -> float:
    """What ``_linear`` undoes, within what a screen can show."""
    part = min(max(part, 0.0), 1.0)
    return part * 12.92 if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)


def _share(written: str | None) -> str:
    if written is None:
        return "1"
    return str(float(written[:-1]) / 100) if written.endswith("%") else written


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
