"""Offers written into the YAML text of a product, which stays as it is around them, comments and all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from candid.link_exchange.yaml_values import CannotEdit, at_line_end, end_of, flow_entry, scalar, with_value
from candid.models import Offer, Product

__all__ = ["CannotEdit", "new_product", "with_offer"]


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
        return at_line_end(text, end_of(root), ["offers:", *_block(name, values, 2, remark)], end_of_line)
    if not isinstance(offers, yaml.MappingNode):
        raise CannotEdit("'offers' is no mapping of offers")
    if not offers.value:
        start, end = offers.start_mark.index, offers.end_mark.index
        emptied = text[:start].rstrip(" ") + text[end:]
        return at_line_end(emptied, len(text[:start].rstrip(" ")), _block(name, values, 2, remark), end_of_line)
    present = next((value for key, value in offers.value if key.value == name), None)
    indent = offers.value[0][0].start_mark.column
    if present is not None:
        return _with_other_values(text, name, offer, end_of_line)
    if offers.flow_style:
        end = end_of(offers.value[-1][1])
        return f"{text[:end]}, {name}: {_flow(values)}{text[end:]}"
    return at_line_end(text, end_of(offers), _block(name, values, indent, remark), end_of_line)


def new_product(product: Product, offers: Mapping[str, Offer], remarks: Mapping[str, str]) -> str:
    """The text of a new product's record."""
    keys = {"name": product.name, "summary": product.summary, "official_site": product.official_site}
    if product.category:
        keys["category"] = product.category
    lines = [f"{key}: {scalar(value)}" for key, value in keys.items()]
    lines.append("offers:")
    for name, offer in offers.items():
        lines += _block(name, _values(offer), 2, remarks.get(name, ""))
    return "\n".join((*lines, ""))


def _with_other_values(text: str, name: str, offer: Offer, end_of_line: str) -> str:
    """``text`` with the values of an offer that stands in it; what differs is changed, one after the other."""
    values = _values(offer)
    node = _node_of(text, name)
    for key, value in offer.model_dump().items():
        changed = with_value(text, node, key, value, needed=key in values, end_of_line=end_of_line)
        if changed != text:
            text, node = changed, _node_of(changed, name)
    return text


def _node_of(text: str, name: str) -> yaml.Node:
    """The offer ``name`` as it stands in a record."""
    node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    for step in ("offers", name):
        node = next(value for key, value in node.value if key.value == step)
    found: yaml.Node = node
    return found


def _values(offer: Offer) -> dict[str, Any]:
    """What the record has to say: all that differs from the defaults."""
    return {key: value for key, value in offer.model_dump().items() if value != Offer.model_fields[key].default}


def _block(name: str, values: Mapping[str, Any], indent: int, remark: str) -> list[str]:
    remarks = [" ".join(_printable(line).split()) for line in remark.splitlines()]
    comments = [f"{' ' * indent}# {line}" for line in remarks if line]
    return [*comments, f"{' ' * indent}{scalar(name)}:", *_fields(values, indent + 2)]


def _fields(values: Mapping[str, Any], indent: int) -> list[str]:
    return [f"{' ' * indent}{key}: {scalar(value)}" for key, value in values.items()]


def _flow(values: Mapping[str, Any]) -> str:
    return f"{{{', '.join(flow_entry(key, value) for key, value in values.items())}}}"


def _printable(text: str) -> str:
    return "".join(mark if mark.isprintable() else " " for mark in text)
