"""The networks as the tables hold them: one model per entry, checked when it is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

__all__ = ["Level", "Look", "Network", "Signature", "WrittenForm", "parse_table", "read_table"]

Level = Literal["certain", "strong", "landing", "weak", "unknown", "none"]


def _host(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", value):
        raise ValueError("must be a host in lower case")
    return value


# Compiled where it is first used; a test compiles all of them.
Pattern = str
Host = Annotated[str, AfterValidator(_host)]
Part = Annotated[str, Field(pattern=r"^(?:[^{}]*\{\}[^{}]*)?$")]


# A factory spares a deep copy of each default, a tenth of the time that all tables take.
_EMPTY: Any = Field(default_factory=dict)


class _Entry(BaseModel):
    # Most models are only parts of another one: each is built when it is first used by itself.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Look(_Entry):
    """What an address may look like; all parts that are given must apply."""

    hosts: tuple[Host, ...] = ()
    prefixes: tuple[str, ...] = ("www",)
    domains: tuple[Host, ...] = ()
    brands: tuple[str, ...] = ()
    host_pattern: Pattern | None = None
    path: Pattern | None = None
    fragment: Pattern | None = None
    query: Mapping[str, Pattern | None] = _EMPTY
    words: Mapping[str, Pattern | None] = _EMPTY
    keys: Mapping[str, Pattern | None] = _EMPTY
    needs: Mapping[str, Pattern | None] = _EMPTY
    bare: bool = False


class Signature(Look):
    """What a network's links look like, and how much that tells."""

    level: Level
    takes_sub_id: bool = True
    anywhere: bool = False
    carries: bool = True
    exceptions: tuple[Look, ...] = Field(default=(), alias="except")

    @model_validator(mode="after")
    def _none_names_hosts(self) -> Self:
        if self.level == "none" and not (self.hosts or self.domains or self.brands or self.host_pattern):
            raise ValueError("a signature of level none must name hosts")
        return self


class WrittenForm(_Entry):
    """Links that hold sub-ID and destination as parts of their text; ``{}`` in a part stands for the value."""

    when: Pattern
    sub_id: Part = ""
    destination: Part = ""
    encodings: Literal[0, 1] = 1


class Network(_Entry):
    """Who runs the tracking, and which parameters its links take."""

    id: str
    name: str
    sub_id: tuple[str, ...] = ()
    destination: tuple[str, ...] = ()
    encodings: Literal[1, 2] = 1
    deep_link: Literal["parameter", "target", "none"] = "parameter"
    written: WrittenForm | None = None
    marketplaces: Mapping[Host, Mapping[str, str]] = _EMPTY
    marketplace_tag: str | None = None
    always: Mapping[str, str] = _EMPTY
    unconsented: Mapping[str, str] = _EMPTY
    consent: tuple[str, ...] = ()
    word_sub_id: bool = False
    publishers: bool = True
    sub_id_in_path: Pattern | None = None
    destination_in_path: Pattern | None = None
    signatures: tuple[Signature, ...]

    @property
    def has_publishers(self) -> bool:
        """Whether a programme can run on it: some entries are only marks, or shorteners of any address."""
        marked = any(look.level in ("certain", "strong") for look in self.signatures)
        return self.publishers and (bool(self.sub_id) or marked)


def parse_table(text: str) -> Any:
    """The plain data of a table.

    The tables are the package's own files, not an author's: located problems do not matter here, speed does. Every
    command reads all of them, and going over the composed nodes takes half as long as PyYAML's own constructors.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        return _plain(loader.get_single_node())
    finally:
        loader.dispose()


def _plain(node: yaml.Node | None) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(value) for value in node.value]
    return None if node is None else _SCALARS.get(node.tag, str)(node.value)


_SCALARS: Mapping[str, Callable[[str], Any]] = {
    "tag:yaml.org,2002:null": lambda _: None,
    "tag:yaml.org,2002:bool": lambda value: value == "true",
    "tag:yaml.org,2002:int": int,
}


def read_table(entries: Any) -> tuple[Network, ...]:
    """The networks of parsed tables.

    Raises:
        ValueError: An entry is not what the models say, or an id stands twice.
    """
    networks = tuple(Network.model_validate(entry) for entry in entries)
    twice = [name for name, number in Counter(network.id for network in networks).items() if number > 1]
    if twice:
        raise ValueError(f"a network's id stands twice: {', '.join(twice)}")
    return networks
