"""Links as Markdown produces them: each way to write one ends up marked, and each sample stays a sample."""

from __future__ import annotations

from typing import Any

import html5lib
import markdown
import pytest

from candid.disclosures.placement import place
from tests.links.site import DISCLOSURES, marker

EXTENSIONS = [
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.blocks.tab",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.magiclink",
    "pymdownx.snippets",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
]

EMBEDDINGS = {
    "inline": "Try [it](https://amzn.to/x).",
    "inline with a title": 'Try [it](https://amzn.to/x "A title").',
    "inline with a query": "Try [it](https://www.amazon.com/dp/B0?psc=1&tag=candid-20).",
    "reference": "Try [it][ref].\n\n[ref]: https://amzn.to/x",
    "reference by its text": "Try [it].\n\n[it]: <https://amzn.to/x>",
    "autolink": "Try <https://amzn.to/x>.",
    "bare address": "Try https://amzn.to/x now.",
    "offer": "Try [it](offer:amazon).",
    "emphasis": "Try **[it](https://amzn.to/x)**.",
    "code as text": "Try [`it`](https://amzn.to/x).",
    "heading": "## [It](https://amzn.to/x)",
    "list": "- a\n- b\n    1. [it](https://amzn.to/x)",
    "task list": "- [ ] [it](https://amzn.to/x)",
    "definition list": "Term\n:   [it](https://amzn.to/x)",
    "quote": "> [it](https://amzn.to/x)",
    "footnote": "Text[^1].\n\n[^1]: [it](https://amzn.to/x)",
    "table": "| a | b |\n|---|---|\n| c | [it](https://amzn.to/x) |",
    "raw link in a table": '| a |\n|---|\n| <a href="https://amzn.to/x">it</a> |',
    "admonition": "!!! note\n    [it](https://amzn.to/x)",
    "collapsed": "??? note\n    [it](https://amzn.to/x)",
    "tab": '=== "A"\n    [it](https://amzn.to/x)\n\n=== "B"\n    x',
    "tab block": "/// tab | A\n[it](https://amzn.to/x)\n///",
    "button": "[it](https://amzn.to/x){ .md-button rel=noreferrer }",
    "image": "[![alt](a.png)](https://amzn.to/x)",
    "raw inline": "Try <a href='https://amzn.to/x'>it</a>.",
    "raw inline without quotes": "Try <A HREF=https://amzn.to/x>it</A>.",
    "raw block": '<div>\n<a class="b"\n   href="https://amzn.to/x"\n   target=_blank>it</a>\n</div>',
    "raw block with Markdown": '<div markdown="1">\n[it](https://amzn.to/x)\n</div>',
    "raw in a list": '- <a href="https://amzn.to/x">it</a>',
    "snippet": '--8<-- "part.md"',
    "raw link inside code": "<code><a href='https://amzn.to/x'>it</a></code>",
}

SAMPLES = {
    "code span": "Write `<a href='https://amzn.to/x'>it</a>` or `[it](offer:amazon)`.",
    "fence": '```html\n<a href="https://amzn.to/x">it</a>\n[it](offer:amazon)\n```',
    "indented code": '    <a href="https://amzn.to/x">it</a>',
    "highlighted": '`#!html <a href="https://amzn.to/x">it</a>`',
    "fence in a list": '- a\n\n    ```\n    <a href="https://amzn.to/x">it</a>\n    ```',
    "comment": "Text.\n\n<!-- [it](https://amzn.to/x) <a href='https://amzn.to/x'>it</a> -->",
    "comment in a line": "Text <!-- <a href='https://amzn.to/x'>it</a> --> more.",
    "script": "<script>\nlet a = '<a href=\"https://amzn.to/x\">it</a>';\n</script>",
    "escaped": "\\<a href='x'> and \\[it](offer:amazon)",
    "image": "![it](https://amzn.to/x)",
}


def rendered(text: str, tmp_path) -> str:
    (tmp_path / "part.md").write_text("Try [it](https://amzn.to/x).\n", encoding="utf-8")
    options: dict[str, dict[str, Any]] = {
        "pymdownx.snippets": {"base_path": [str(tmp_path)]},
        "pymdownx.tabbed": {"alternate_style": True},
    }
    return markdown.markdown(text, extensions=EXTENSIONS, extension_configs=options)


def links_of(html: str) -> list[dict[str, str]]:
    """Links that lead to another site, with the text of their label, as an independent parser sees them."""
    found = []
    for link in html5lib.parse(html, namespaceHTMLElements=False).iter("a"):
        if "amzn.to" in link.get("href", "") or "amazon.com" in link.get("href", ""):
            label = link.find("./span[@class='candid-label']")
            found.append(
                {**link.attrib, "label": label.text if label is not None else "", "last": link[-1:] == [label]}
            )
    return found


@pytest.mark.parametrize("text", EMBEDDINGS.values(), ids=EMBEDDINGS)
def test_every_embedding_is_marked(text, tmp_path):
    html = rendered(f"# Title\n\n{text}\n", tmp_path)
    page = marker().mark(html, path="a.md")
    (link,) = links_of(page.html)
    assert link["rel"] == "sponsored nofollow noopener"
    assert link["label"] == "Ad"
    assert link["last"]
    assert len(page.links) == 1
    assert page.problems == ()
    published = place(page.html, DISCLOSURES.for_language("en"), page.statements)
    assert published.index("data-candid-disclosure") < published.index("data-candid>")
    assert published.index("</h1>") < published.index("data-candid-disclosure")


@pytest.mark.parametrize("text", SAMPLES.values(), ids=SAMPLES)
def test_every_sample_stays(text, tmp_path):
    html = rendered(f"# Title\n\n{text}\n", tmp_path)
    page = marker().mark(html, path="a.md")
    assert page.html == html
    assert page.links == ()
    assert place(page.html, DISCLOSURES.for_language("en")) == html


def test_all_at_once_with_samples_between(tmp_path):
    texts = [text for pair in zip(EMBEDDINGS.values(), list(SAMPLES.values()) * 4, strict=False) for text in pair]
    html = rendered("# Title\n\n" + "\n\n<!-- -->\n\n".join(texts), tmp_path)
    page = marker().mark(html, path="a.md")
    links = links_of(page.html)
    assert len(links) == len(page.links) >= len(EMBEDDINGS)
    assert all(link["rel"] == "sponsored nofollow noopener" and link["label"] == "Ad" for link in links)
