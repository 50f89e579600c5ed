"""Sites whose every free text is a payload: one product, programme, author, rulebook and two pages for each payload."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.security.serving import ORIGIN

__all__ = ["BARE", "MARKER", "build_site", "fence", "page_names", "write_site", "yaml_of"]

MARKER = "v"
"""What the ids of a payload's records begin with; the payload's number follows."""

_DAY = "2026-11-20"
_NEVER_BROKEN = 2**31 - 1


class _Quoting(yaml.CSafeDumper):
    """Writes every text in double quotes, the one form of YAML that can hold any character."""


_Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def yaml_of(data: Any) -> str:
    """``data`` as YAML, all on one line so that it can stand anywhere."""
    text: str = yaml.dump(data, Dumper=_Quoting, sort_keys=False, width=_NEVER_BROKEN, default_flow_style=True)
    return text


def fence(name: str, body: Any, marks: str = "```") -> str:
    """A fence with this body, as a page has it."""
    return f"{marks}{name}\n{yaml_of(body)}{marks}\n"


def page_names(number: int) -> tuple[str, str]:
    """The addresses of a payload's pages below the site's."""
    return f"{MARKER}{number}/", f"{MARKER}{number}c/"


def _source(text: str, number: int) -> dict[str, str]:
    return {"title": text, "url": f"https://a.example/source/{number}"}


def _product(text: str, name: str, number: int) -> dict[str, Any]:
    return {
        "name": text,
        "category": text,
        "summary": text,
        "official_site": f"https://a.example/{number}",
        "method": name,
        "review": f"{name}.md",
        "facts": {
            "opened": {
                "label": text,
                "value": text,
                "note": text,
                "source": _source(text, number),
                "checked_on": _DAY,
            }
        },
        "measures": {"kept": {"calculator": f"{name}/sale", "amount": "price", "output": "net"}},
        "offers": {
            f"{name}-join": {
                "title": text,
                "destination": f"https://a.example/join/{number}",
                "programme": name,
                "call_to_action": text,
                "note": text,
                "category": text,
            },
            f"{name}-plain": {"title": text, "destination": "https://a.example/plain", "call_to_action": text},
        },
    }


def _programme(text: str, number: int) -> dict[str, Any]:
    # Cut, where many payloads stand in a row: hosts limit how long an address may be.
    return {
        "name": text,
        "network": "direct",
        "tracking_url": f"https://a.example/partner/{number}",
        "destination_parameter": f"to{text[:60]}",
        "sub_id_parameter": f"sub{text[:60]}",
        "parameters": {f"more{text[:60]}": text[:60]},
        "pays": text,
        "terms": _source(text, number),
        "checked_on": _DAY,
        "statement": {"en": text},
        "cloaking": "allowed",
    }


def _rulebook(text: str, name: str, number: int) -> dict[str, Any]:
    period = {
        "id": f"{name}.fee",
        "from": "2020-01-01",
        "percent": 7,
        "source": "fees",
        "checked_on": _DAY,
        "confidence": "H",
        "note": text,
    }
    return {
        "id": name,
        "title": text,
        "currency": "USD",
        "sources": {"fees": _source(text, number)},
        "rules": {"fee": {"title": text, "summary": text, "periods": [period]}},
        "calculators": {
            "sale": {
                "title": text,
                "summary": text,
                "kind": "earnings",
                "inputs": {
                    "price": {"label": text, "type": "money", "help": text},
                    "way": {
                        "label": text,
                        "type": "choice",
                        "choices": {"one": text, "two": text},
                        "default": "one",
                        "help": text,
                    },
                    "sure": {"label": text, "type": "flag", "default": "true", "help": text},
                    "day": {"label": text, "type": "date", "default": "2026-01-01"},
                },
                "lines": {"fee": {"label": text, "rule": "fee", "of": "price"}},
                "outputs": {"fee": {"label": text}, "net": {"label": text, "value": "price - fee"}},
                "refuse": [{"when": "price > 1000", "code": "invalid-input", "message": text, "input": "price"}],
                "warn": [{"when": "price > 10", "message": text}],
            }
        },
    }


def _method(text: str) -> dict[str, Any]:
    criterion = {"title": text, "question": text}
    return {"title": text, "criteria": {"cost": {**criterion, "weight": 60}, "ease": {**criterion, "weight": 40}}}


def _comparison(text: str, name: str) -> dict[str, Any]:
    return {
        "products": [name, "plain"],
        "caption": text,
        "ranking_basis": text,
        "rows": [
            {"label": f"{text} fact", "fact": "opened"},
            {"label": f"{text} measure", "measure": "kept", "amount": "100"},
            {"label": f"{text} score", "score": "overall"},
            {"label": f"{text} offers", "offers": True},
        ],
    }


def _charts(text: str, name: str) -> Iterator[dict[str, Any]]:
    words = {"title": text, "caption": text}
    yield {**words, "calculator": f"{name}/sale", "over": {"price": [0, 1000]}}
    yield {**words, "products": [name, "plain"], "measure": "kept", "amount": 100}


def _review_page(text: str, name: str, number: int, *, charts: bool) -> str:
    sources = [_source(text, number), {"title": text}]
    meta = {
        "title": text,
        "description": text,
        "tags": [text],
        "review": {
            "product": name,
            "scores": {"cost": 4, "ease": 3},
            "verdict": text,
            "pros": [text],
            "cons": [text],
            "evidence": [{"kind": "public-sources", "note": text, "sources": sources}],
            "author": name,
            "published_on": _DAY,
            "updated_on": _DAY,
        },
    }
    calculator = {
        "price": 600,
        "compare": {"price": [1, 200]},
        "title": text,
        "caption": text,
        "sources": {"price": _source(text, number)},
    }
    return "\n".join(
        [
            f"---\n{yaml_of(meta)}---\n",
            "# Heading\n",
            f"[Go](offer:{name}-join), [read](offer:{name}-plain), [?](calc:{name}/sale?price=100#net).\n",
            fence("calculator", {f"{name}/sale": calculator}),
            "- In a list:\n\n    " + fence("offers", {"product": name, "title": text}).replace("\n", "\n    "),
            "\n!!! note\n\n    " + fence("rule", {"rule": f"{name}/fee", "title": text}).replace("\n", "\n    "),
            "",
            fence("comparison", _comparison(text, name)),
            *(fence("chart", body) for body in _charts(text, name) if charts),
        ]
    )


def _comparison_page(text: str, name: str) -> str:
    meta = {"title": text, "description": text, "embed": True, "comparison": _comparison(text, name)}
    inner = {f"{name}/sale": {"price": 600, "title": text, "caption": text}}
    return f"---\n{yaml_of(meta)}---\n\n# Heading\n\n```comparison\n```\n\n{fence('calculator', inner)}"


def write_site(folder: Path, payloads: Iterable[str], around: str = "", *, charts: bool = True) -> None:
    """Write a site below ``folder``.

    Args:
        folder: An empty folder.
        payloads: The payload of each set of records, by number.
        around: The payload of what a site has only one of.
        charts: Whether reviews have charts, which take the longest to work out.
    """
    texts = list(enumerate(payloads))
    files = {
        "data/site.yml": yaml_of(
            {
                "name": f"A site {around}",
                "as_of": "2026-11-21",
                "calculators": "calculators",
                "staleness": {"warn_after_days": 900, "error_after_days": 1800},
                "disclosures": {
                    "en": {
                        "page": f"Advertising: we earn a commission if you buy through our links. {around}",
                        "link": f"Paid link {around}",
                        "card": f"Ad {around}",
                        "teaser": f"Ad {around}",
                        "feed": f"Ad: {around}",
                    }
                },
                "silenced": [{"rule": "V-02", "pages": f"*{around}", "reason": f"So it is {around}"}],
                "redirects": {"hosts": ["netlify", "vercel", "nginx", "apache"]},
            }
        ),
        "data/authors.yml": yaml_of(
            {
                "authors": {
                    f"{MARKER}{number}": {"name": text, "type": "Person", "description": text} for number, text in texts
                }
            }
        ),
        "data/methodology.yml": yaml_of(
            {
                "version": f"1 {around}",
                "since": "2026-11-01",
                "methods": {f"{MARKER}{number}": _method(text) for number, text in texts} | {"plain": _method("Plain")},
            }
        ),
        "data/attestations.yml": yaml_of(
            [{"url": "https://a.example/x", "checked_on": _DAY, "until": "2027-01-01", "note": around}]
        ),
        "data/products/plain.yml": yaml_of(
            {
                "name": "Plain",
                "summary": "Plain.",
                "official_site": "https://plain.example/",
                "facts": {"opened": {"label": "Opened", "value": "1", "source": {"title": "x"}, "checked_on": _DAY}},
                "measures": {"kept": {"calculator": "etsy/sale", "amount": "item", "output": "net"}},
            }
        ),
        "pages/index.md": "# Home\n\n" + "\n".join(f"- [{MARKER}{number}]({MARKER}{number}.md)" for number, _ in texts),
    }
    for number, text in texts:
        name = f"{MARKER}{number}"
        files |= {
            f"data/products/{name}.yml": yaml_of(_product(text, name, number)),
            f"data/programmes/{name}.yml": yaml_of(_programme(text, number)),
            f"data/calculators/{name}.yml": yaml_of(_rulebook(text, name, number)),
            f"pages/{name}.md": _review_page(text, name, number, charts=charts),
            f"pages/{name}c.md": _comparison_page(text, name),
        }
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8", newline="")


BARE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ page.title }}</title>
{% if page.meta.description %}<meta name="description" content="{{ page.meta.description }}">{% endif %}
{% for path in config.extra_css %}<link rel="stylesheet" href="{{ path | url }}">{% endfor %}
</head><body><p class="theme">{{ page.title }}</p><main class="md-typeset"><article>{{ page.content }}</article></main>
{% for script in config.extra_javascript %}{{ script | script_tag }}{% endfor %}</body></html>
"""
"""A theme with nothing of its own, so that a strict policy can be held against what Candid adds."""


def build_site(folder: Path, *, material: bool = False, plugins: Sequence[Any] = (), **settings: Any) -> Path:
    """Build the site below ``folder`` and return where it is."""
    (folder / "mkdocs.yml").write_text("site_name: Tests\n", encoding="utf-8")
    (folder / "theme").mkdir(exist_ok=True)
    theme: dict[str, Any] = {"name": "material", "font": False, "features": ["navigation.instant"]}
    if not material:
        (folder / "theme" / "main.html").write_text(BARE, encoding="utf-8")
        theme = {"name": None, "custom_dir": str(folder / "theme")}
    candid = {"candid": {"data_dir": str(folder / "data"), "check": "never"}}
    config = load_config(
        str(folder / "mkdocs.yml"),
        docs_dir=str(folder / "pages"),
        site_dir=str(folder / "site"),
        site_url=f"{ORIGIN}/",
        theme=theme,
        plugins=[*(["search"] if material else []), *plugins, candid],
        markdown_extensions=["admonition", "attr_list", "md_in_html", "pymdownx.superfences"],
        **settings,
    )
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return folder / "site"
