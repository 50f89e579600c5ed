"""``candid schema KIND``: the JSON Schema of what an author writes, for editors that complete and check YAML."""

from __future__ import annotations

import json

import click
from pydantic import BaseModel

from candid.commands.saying import say
from candid.ledger import Ledger
from candid.models import (
    Attestations,
    Authors,
    Comparison,
    Methodology,
    Offer,
    Product,
    Programme,
    Review,
    SiteSettings,
    json_schema,
)
from candid.reporting.model import Report
from candid_rules.forms import RulebookForm

__all__ = ["SCHEMAS", "schema"]

SCHEMAS: dict[str, type[BaseModel]] = {
    "attestations": Attestations,
    "authors": Authors,
    "comparison": Comparison,
    "ledger": Ledger,
    "methodology": Methodology,
    "offer": Offer,
    "product": Product,
    "programme": Programme,
    "report": Report,
    "review": Review,
    "rulebook": RulebookForm,
    "site": SiteSettings,
}
"""Kind -> the record it describes."""


@click.command()
@click.argument("kind", type=click.Choice(sorted(SCHEMAS)))
def schema(kind: str) -> None:
    """Print the JSON Schema of one KIND of record.

    Save it beside your data and name it in the first line of a YAML file:
    `# yaml-language-server: $schema=product.json`
    """
    say(json.dumps(json_schema(SCHEMAS[kind]), indent=2, ensure_ascii=False))
