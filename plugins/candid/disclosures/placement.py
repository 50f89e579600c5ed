"""Where the page-level disclosure stands: in the content, before the first affiliate link and the first calculator.

Right behind the page's title is the best place: readers begin there, and excerpts are cut below it. Where the title
comes too late, or stands inside something that may be a side note, the disclosure is the first thing of the content.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from candid.disclosures import DisclosureTexts, Statement
from candid.disclosures.markup import VOID, tags

__all__ = ["behind_title", "has_disclosure", "place"]

_MARKED_LINK = re.compile(r"<a\s[^<>]*\sdata-candid>")
_DISCLOSURE_OR_COMMENT = re.compile(r"<[a-z][^<>]*\sdata-candid-disclosure(?=[\s=>])|<!--|-->")
# What must not come before the disclosure, the first affiliate link aside: readers would take it for the content.
_CONTENT = re.compile(r"<(?:candid-calculator|h2|img)(?=[\s/>])", re.IGNORECASE)


def place(
    html: str, texts: DisclosureTexts, statements: Sequence[Statement] = (), *, linked_around: bool = False
) -> str:
    """A page's content with its disclosure; unchanged if it has no affiliate link, or its author's own disclosure.

    A disclosure that was placed before gets the statements that it lacks.

    Args:
        html: the content, with its links marked by ``candid.links``.
        texts: the texts in the page's language.
        statements: what the programmes on the page prescribe.
        linked_around: whether the page has an affiliate link outside of its content, in a template.
    """
    first_link = _MARKED_LINK.search(html)
    if first_link is None and not linked_around:
        return html
    if has_disclosure(html):
        return _with_statements(html, texts, statements)
    limit = first_link.start() if first_link else len(html)
    content = _CONTENT.search(html, 0, limit)
    at = behind_title(html, content.start() if content else limit)
    notice = _notice(texts, statements)
    return f"{html[:at]}\n{notice}{html[at:]}" if at else f"{notice}\n{html}"


def has_disclosure(html: str) -> bool:
    """Whether a disclosure stands in ``html`` already."""
    if "data-candid-disclosure" not in html:
        return False
    commented_out = False
    for found in _DISCLOSURE_OR_COMMENT.finditer(html):
        if found[0] in ("<!--", "-->"):
            commented_out = found[0] == "<!--"
        elif not commented_out:  # one that was commented out discloses nothing
            return True
    return False


def _with_statements(html: str, texts: DisclosureTexts, statements: Sequence[Statement]) -> str:
    """``html`` whose notice carries these statements too: a template may add a link of another programme."""
    start = _notice(texts, ()).removesuffix("</div>")
    begin = html.find(start)
    end = html.find("</div>", begin)
    if begin < 0 or end < 0:
        return html  # the author's own words
    missing = (one for one in _paragraphs(texts, statements) if one not in html[begin:end])
    return f"{html[:end]}{''.join(missing)}{html[end:]}"


def _paragraphs(texts: DisclosureTexts, statements: Sequence[Statement]) -> list[str]:
    paragraphs = []
    for statement in statements:
        language = "" if statement.language == texts.language else f' lang="{escape(statement.language)}"'
        paragraphs.append(f"<p{language}>{escape(statement.text)}</p>")
    return paragraphs


def _notice(texts: DisclosureTexts, statements: Sequence[Statement]) -> str:
    paragraphs = [f"<p>{escape(texts.page)}</p>", *_paragraphs(texts, statements)]
    # Told, not offered: no aside, details or footer, nothing to open and nothing to hover over; and search indexes take
    # it in with the text that it belongs to.
    return (
        f'<div role="note" class="candid-disclosure" lang="{escape(texts.language)}"'
        f" data-candid-disclosure>{''.join(paragraphs)}</div>"
    )


def behind_title(html: str, limit: int | None = None) -> int:
    """The offset behind the first top-level ``h1`` if it ends before ``limit``, else 0."""
    limit = len(html) if limit is None else limit
    depth = 0
    title = False
    for tag in tags(html, 0, limit):
        if tag.closing:
            if title and tag.name == "h1":
                return tag.end
            depth = max(depth - 1, 0)
        elif tag.name not in VOID:
            title = title or (tag.name == "h1" and depth == 0)
            depth += 1
    return 0
