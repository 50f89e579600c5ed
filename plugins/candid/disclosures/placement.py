"""Where the page-level disclosure stands: in the content, before the first affiliate link and the first calculator.

Right behind the page's title is the best place: readers begin there, and excerpts are cut below it. Where the title
comes too late, or stands inside something that may be a side note, the disclosure is the first thing of the content.
Where a theme's template puts an affiliate link above the content, the disclosure moves up before that link, as far as
the page's main part reaches. A link above the main part, such as one in a bar over the site's header, is left to the
audit: a notice up there would belong to no page, and its author had better take the link down.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from html import escape

from candid.disclosures import DisclosureTexts, Statement
from candid.disclosures.markup import VOID, Tag, tags

__all__ = ["behind_title", "has_disclosure", "place", "place_in_page"]

_MARKED_LINK = re.compile(r"<a\s[^<>]*\sdata-candid>")
_DISCLOSURE_OR_COMMENT = re.compile(r"<[a-z][^<>]*\sdata-candid-disclosure(?=[\s=>])|<!--|-->")
# What must not come before the disclosure, the first affiliate link aside: readers would take it for the content.
_CONTENT = re.compile(r"<(?:candid-calculator|h2|img)(?=[\s/>])", re.IGNORECASE)
_MAIN = re.compile(r"""\srole\s*=\s*["']?main(?=["'\s>])""", re.IGNORECASE)


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
    return _with_notice(html, first_link.start() if first_link else len(html), _notice(texts, statements))


def place_in_page(
    before: str, content: str, after: str, texts: DisclosureTexts, statements: Sequence[Statement] = ()
) -> str:
    """A whole page with its disclosure, whose templates may have affiliate links of their own.

    Args:
        before: what stands before the content, with its links marked.
        content: the content, with the disclosure that ``place`` gave it.
        after: what stands behind the content, with its links marked.
        texts: the texts in the page's language.
        statements: what the programmes of the links in ``before`` and ``after`` prescribe.
    """
    first_link = _MARKED_LINK.search(before)
    linked_around = first_link is not None or _MARKED_LINK.search(after) is not None
    if not linked_around or has_disclosure(before) or has_disclosure(after):
        return before + content + after
    room = _room(before, first_link.start()) if first_link else None
    if first_link is None or room is None:
        return before + place(content, texts, statements, linked_around=True) + after
    start, end = _own_notice(content, texts) or (0, 0)
    notice = content[start:end] or _notice(texts, ())
    above = _with_notice(before[room:], first_link.start() - room, notice)
    above = _with_statements(above, texts, statements)
    return before[:room] + above + content[:start].removesuffix("\n") + content[end:] + after


def _room(before: str, link: int) -> int | None:
    """Where the innermost ``article`` or ``main`` begins that holds both ``link`` and the content behind ``before``."""
    opened: list[Tag] = []
    names: Counter[str] = Counter()
    for tag in tags(before):
        if not tag.closing:
            if tag.name not in VOID:
                opened.append(tag)
                names[tag.name] += 1
        elif names[tag.name]:
            name = ""
            while name != tag.name:
                name = opened.pop().name
                names[name] -= 1
    return max((tag.end for tag in opened if tag.end <= link and _is_room(before, tag)), default=None)


def _is_room(html: str, tag: Tag) -> bool:
    return tag.name in ("article", "main") or _MAIN.search(html, tag.start, tag.end) is not None


def _with_notice(html: str, first_link: int, notice: str) -> str:
    """``html`` with a notice behind its title, or at its very beginning."""
    content = _CONTENT.search(html, 0, first_link)
    at = behind_title(html, content.start() if content else first_link)
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
    own = _own_notice(html, texts)
    if own is None:
        return html  # the author's own words
    begin, end = own[0], own[1] - len("</div>")
    missing = (one for one in _paragraphs(texts, statements) if one not in html[begin:end])
    return f"{html[:end]}{''.join(missing)}{html[end:]}"


def _own_notice(html: str, texts: DisclosureTexts) -> tuple[int, int] | None:
    """Where a notice of ours begins and ends."""
    begin = html.find(_notice(texts, ()).removesuffix("</div>"))
    end = html.find("</div>", begin)
    return None if begin < 0 or end < 0 else (begin, end + len("</div>"))


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
