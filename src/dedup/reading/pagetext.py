"""The source of a page becomes its visible lines outside the main text, each with its exact place.

An extractor leaves out what belongs to the site rather than to the article, and with it lines such as "This post
originally appeared on …". A line is a run of text between two block-level tags. What a line says is for
`dedup.origin` to judge.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from dedup.documents import PAGE_TEXT, MarkupFact
from dedup.reading.tags import reading_end
from dedup.spans import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHORTEST, LONGEST = 20, 600
"""Characters of a line: a shorter one holds no sentence, a longer one is a text of its own."""

MOST = 200
"""Lines of one page: half of them its first, half its last, because credits stand above or below a text."""

_LONGEST_SOURCE = 4000
_LONGEST_ATTRIBUTES = 2000
"""Characters of a tag in which is looked for what hides it."""

_TOKEN = re.compile(
    r"""<!--.*?(?:-->|\Z)
      | <(?P<close>/?)(?P<name>[a-z][a-z0-9:-]*+)
        # Quotes as in `dedup.reading.tags`.
        (?P<attributes>(?:[^<>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s<>"']*+))*+)>
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "html", "img", "legend", "li", "main", "ol", "option", "p", "pre", "section", "summary",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "video"
    }
)  # fmt: skip
"""Elements (and breaks) at which a visible line ends."""

_RAW = frozenset({"script", "style", "textarea", "title", "noscript", "iframe", "xmp"})
"""Elements whose content is no markup, or not shown where scripts run."""

_UNSEEN = frozenset({"nav", "svg", "template", "select", "object", "audio", "video", "button", "dialog"})
_READINGS = frozenset({"rt", "rtc", "rp"})
_DELETED = frozenset({"del", "s", "strike"})
"""Elements within a line that are no part of its text, as in `dedup.reading.annotations`."""
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_WHOLE_PAGES = frozenset({"html", "body", "main", "article"})
"""Elements whose class says something of the page ("comments-open"), not of what they hold."""

_MAY_HIDE = re.compile(r"hidden|display|comment|disqus|respond", re.IGNORECASE)
_HIDDEN = re.compile(
    r"""(?<![\w-])hidden(?=[\s=/]|\Z) | aria-hidden\s*=\s*["']?true | (?:display\s*:\s*none|visibility\s*:\s*hidden)""",
    re.IGNORECASE | re.VERBOSE,
)
_READERS_COMMENTS = re.compile(
    r"""\b(?:id|class)\s*=\s*["']?(?:[^"'>]*\s)?
        (?:comments?|comment-?list|comments?-(?:area|section|body|content)|disqus_thread|respond)(?=["'\s]|\Z)""",
    re.IGNORECASE | re.VERBOSE,
)
_ENDS = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in _RAW}


def page_texts(source: str, main_text: str) -> tuple[MarkupFact, ...]:
    """Return the visible lines of a page that its main text does not hold, as facts of the kind ``page-text``."""
    lines, held = Lines(source), _letters(main_text)
    found = [
        MarkupFact(PAGE_TEXT, value, start, end, lines.line(start), source[start:end])
        for start, end, value in _within_bounds(source, _runs(source))
        if _letters(value) not in held
    ]
    half = MOST // 2
    return tuple(found if len(found) <= MOST else (*found[:half], *found[-half:]))


def _letters(text: str) -> str:
    """Return the letters of a text: extractors set spaces and quotation marks as they like, notes are marked by digits.

    A text without letters is its digits.
    """
    return re.sub(r"[\W\d_]+", "", text) or re.sub(r"[\W_]+", "", text)


def _within_bounds(source: str, runs: Iterable[list[tuple[int, int]]]) -> Iterator[tuple[int, int, str]]:
    for run in runs:
        first, last = run[0][0], run[-1][1]
        if not SHORTEST <= last - first <= _LONGEST_SOURCE:
            continue
        value = " ".join(html.unescape("".join(source[start:end] for start, end in run)).split())
        if SHORTEST <= len(value) <= LONGEST:
            whole = source[first:last]
            yield first + len(whole) - len(whole.lstrip()), first + len(whole.rstrip()), value


def _runs(source: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the pieces of text between two block-level tags; what is not seen by readers is passed over."""
    run: list[tuple[int, int]] = []
    at = 0
    while found := _TOKEN.search(source, at):
        if found.start() > at and not source[at : found.start()].isspace():
            run.append((at, found.start()))
        elif run and found.start() > at:
            run.append((at, found.start()))  # a space between two links is a space of the line
        at = found.end()
        name = (found["name"] or "").lower()
        unseen = bool(name) and not found["close"] and _is_unseen(name, found["attributes"])
        if unseen:
            at = _behind(source, name, at)
        elif not found["close"]:
            at = _behind_annotation(source, name, at)
        if run and (unseen or name in _BLOCKS):
            yield run
            run = []
    if at < len(source) and not source[at:].isspace():
        run.append((at, len(source)))
    if run:
        yield run


def _is_unseen(name: str, attributes: str) -> bool:
    if name in _RAW or name in _UNSEEN:
        return not attributes.endswith("/")
    attributes = attributes[:_LONGEST_ATTRIBUTES]
    if name in _VOID or not _MAY_HIDE.search(attributes):
        return False
    if _HIDDEN.search(attributes):
        return True
    return name not in _WHOLE_PAGES and bool(_READERS_COMMENTS.search(attributes))


def _behind_annotation(source: str, name: str, at: int) -> int:
    """Return where an element ends that stands within a line and is not of its text; `at` for any other."""
    if name in _READINGS:
        return reading_end(source, at)
    if name in _DELETED:
        end = _behind(source, name, at)
        return end if end < len(source) else at  # somebody forgot to end it
    return at


def _behind(source: str, name: str, at: int) -> int:
    """Return where the content of an element ends that begins at `at`; elements of its own name may stand in it."""
    if name in _RAW:
        end = _ENDS[name].search(source, at)
        return end.start() if end else len(source)
    depth = 1
    for found in _TOKEN.finditer(source, at):
        if (found["name"] or "").lower() != name:
            continue
        if name == "p" and not found["close"]:
            return found.start()  # a paragraph cannot stand in a paragraph
        depth += -1 if found["close"] else 1
        if depth == 0:
            return found.start()
    return len(source)
