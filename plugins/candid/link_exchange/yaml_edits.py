"""Offers written into the YAML text of a product, which stays as it is around them, comments and all."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import yaml

from candid.models import Offer, Product

__all__ = ["CannotEdit", "new_product", "with_offer"]

_RESERVED = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ][\w .,;()/+%$€£&'’–-]*(?<! )")
_ADDRESS = re.compile(r"https?://[\w./?=&%~+:@!$()*,;'#-]*[\w/=&%~+#-]")


class CannotEdit(Exception):
    """The text is written in a way that nothing can be put into."""


def with_offer(text: str, name: str, offer: Offer, remark: str = "") -> str:
    """``text``, the record of a product, with one more offer, or with this one in place of that of the same name.

    Raises:
        CannotEdit: The record is not written as lines of keys.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style or not root.value:
        raise CannotEdit("the record is not written as lines of 'key: value'")
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    values = _values(offer)
    offers = next((value for key, value in root.value if key.value == "offers"), None)
    if offers is None:
        return _at_line_end(text, _end(root), ["offers:", *_block(name, values, 2, remark)], end_of_line)
    if not isinstance(offers, yaml.MappingNode):
        raise CannotEdit("'offers' is no mapping of offers")
    if not offers.value:
        start, end = offers.start_mark.index, offers.end_mark.index
        emptied = text[:start].rstrip(" ") + text[end:]
        return _at_line_end(emptied, len(text[:start].rstrip(" ")), _block(name, values, 2, remark), end_of_line)
    present = next((value for key, value in offers.value if key.value == name), None)
    indent = offers.value[0][0].start_mark.column
    if present is not None:
        start, end = present.start_mark.index, _end(present)
        if isinstance(present, yaml.MappingNode) and not present.flow_style and present.value:
            lines = _fields(values, present.value[0][0].start_mark.column)
            return text[:start] + end_of_line.join(lines).lstrip() + text[end:]
        return text[:start] + _flow(values) + text[end:]
    if offers.flow_style:
        end = _end(offers.value[-1][1])
        return f"{text[:end]}, {name}: {_flow(values)}{text[end:]}"
    return _at_line_end(text, _end(offers), _block(name, values, indent, remark), end_of_line)


def new_product(product: Product, offers: Mapping[str, Offer], remarks: Mapping[str, str]) -> str:
    """The text of a new product's record."""
    keys = {"name": product.name, "summary": product.summary, "official_site": product.official_site}
    if product.category:
        keys["category"] = product.category
    lines = [f"{key}: {_scalar(value)}" for key, value in keys.items()]
    lines.append("offers:")
    for name, offer in offers.items():
        lines += _block(name, _values(offer), 2, remarks.get(name, ""))
    return "\n".join((*lines, ""))


def _values(offer: Offer) -> dict[str, Any]:
    """What the record has to say: all that differs from the defaults."""
    return {key: value for key, value in offer.model_dump().items() if value != Offer.model_fields[key].default}


def _block(name: str, values: Mapping[str, Any], indent: int, remark: str) -> list[str]:
    remarks = [" ".join(_printable(line).split()) for line in remark.splitlines()]
    comments = [f"{' ' * indent}# {line}" for line in remarks if line]
    return [*comments, f"{' ' * indent}{_scalar(name)}:", *_fields(values, indent + 2)]


def _fields(values: Mapping[str, Any], indent: int) -> list[str]:
    return [f"{' ' * indent}{key}: {_scalar(value)}" for key, value in values.items()]


def _flow(values: Mapping[str, Any]) -> str:
    written = (
        f"{key}: {_quoted(value) if isinstance(value, str) else _scalar(value)}" for key, value in values.items()
    )
    return f"{{{', '.join(written)}}}"


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if _ADDRESS.fullmatch(text) or (_PLAIN.fullmatch(text) and text.lower() not in _RESERVED):
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    """Text in double quotes; what YAML does not allow as it is, or nobody would see, as an escape."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(mark if mark.isprintable() else _escape(mark) for mark in written)


def _escape(mark: str) -> str:
    return f"\\u{ord(mark):04x}" if ord(mark) <= 0xFFFF else f"\\U{ord(mark):08x}"


def _printable(text: str) -> str:
    return "".join(mark if mark.isprintable() else " " for mark in text)


def _end(node: yaml.Node) -> int:
    """Where the text of a node ends. The mark of a block stands behind the blank lines and comments that follow it."""
    while isinstance(node, yaml.MappingNode | yaml.SequenceNode) and not node.flow_style and node.value:
        last: Any = node.value[-1]
        node = last[1] if isinstance(last, Sequence) else last
    return int(node.end_mark.index)


def _at_line_end(text: str, offset: int, lines: Sequence[str], end_of_line: str) -> str:
    """``text`` with these lines behind the line on which ``offset`` stands."""
    if not text[:offset].endswith("\n"):  # the text of a block scalar ends with its line
        found = text.find("\n", offset)
        if found < 0:
            text, offset = text + end_of_line, len(text) + len(end_of_line)
        else:
            offset = found + 1
    return text[:offset] + "".join(f"{line}{end_of_line}" for line in lines) + text[offset:]
