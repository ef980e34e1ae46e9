"""The source of a page becomes its visible lines, each with its place; those outside the main text become facts.

An extractor of main text leaves out the text of the site, and with it lines such as "This post originally appeared on
…", and the addresses of links, such as that of "my blog". A visible line is the text between two block-level tags.
`dedup.origin` judges what a line says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.documents import LINKED_TEXT, PAGE_TEXT, MarkupFact
from dedup.reading.html_tags import ANY_TAG, RAW, RUBY_TAG, ElementEnds, lines_of, unescape
from dedup.reading.linked_lines import with_links, without_links

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST, LONGEST = 20, 600
"""Characters of a line: a shorter one holds no sentence, a longer one is a text of its own."""
SHORTEST_LINKED = 8
"""Characters of a line with a link: *Via X*."""
MOST_LINKED = 40
"""Lines with links of one page: half of them its first, half its last."""
_OTHER_LETTERS = 3
"""Letters beside its links of a line outside the main text that is no entry of a menu."""

_LONG = 80
"""Characters from which a line is a paragraph of a text, and no entry of a menu."""

MOST_LINES = 200
"""Lines of one page: half of them its first, half its last, because credits stand above or below a text."""

_LONGEST_SOURCE = 4000
"""Characters of the source of a line."""
_LONGEST_ATTRIBUTES = 2000
"""Characters of a tag in which attributes that hide the element are looked for."""

_LINE_BREAKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "html", "img", "legend", "li", "main", "ol", "option", "p", "pre", "section", "summary",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "video"
    }
)  # fmt: skip
"""Elements at whose tags a visible line ends."""

_INVISIBLE = frozenset({"nav", "svg", "template", "select", "object", "audio", "video", "button", "dialog"})
_RUBY_READINGS = frozenset({"rt", "rtc", "rp"})
_DELETED = frozenset({"del", "s", "strike"})
"""Elements within a line that are not part of its text, as in `dedup.reading.main_text`."""
_ANNOTATIONS = _RUBY_READINGS | _DELETED
_RAW_OR_INVISIBLE = RAW | _INVISIBLE
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_PAGE_ELEMENTS = frozenset({"html", "body", "main", "article"})
"""Elements whose class describes the page ("comments-open"), not their content."""

_HIDES, _ANNOTATES, _ENDS = "hides its element", "begins an annotation", "ends a line"
"""What a tag may do to the line that it stands in."""

_HIDDEN = re.compile(
    r"""(?<![\w-])hidden(?=[\s=/]|\Z) | aria-hidden\s*=\s*["']?true | (?:display\s*:\s*none|visibility\s*:\s*hidden)""",
    re.IGNORECASE | re.VERBOSE,
)
_READERS_COMMENTS = re.compile(
    r"""\b(?:id|class)\s*=\s*["']?(?:[^"'>]{0,500}\s)?
        (?:comments?|comment-?list|comments?-(?:area|section|body|content)|disqus_thread|respond)(?=["'\s]|\Z)""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_LETTER = re.compile(r"[\W\d_]+")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


def visible_text(source: str) -> str:
    """Return all visible text of a page, a paragraph for each line."""
    lines = ("".join(source[start:end] for start, end in run) for run in _text_runs(source))
    return "\n\n".join(line for line in (" ".join(unescape(line).split()) for line in lines) if line)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    value: str
    letters: str


class VisibleLines:
    """The visible lines of a page, and which of them a reading of its main text holds."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._lines = list(_lines_of_text(source))
        self._long = [line.letters for line in self._lines if len(line.value) >= _LONG]

    @property
    def long_lines(self) -> str:
        """The letters of the lines that are long enough for a paragraph of a text."""
        return "\n".join(self._long)

    @property
    def letters_of_paragraphs(self) -> int:
        """How many letters the lines have that are long enough for a paragraph of a text."""
        return sum(map(len, self._long))

    def letters_held(self, main_text: str) -> int:
        """Return how many letters of these lines a main text holds."""
        letters = letters_of(main_text)
        return sum(len(line) for line in self._long if line in letters)

    def facts(self, main_text: str) -> list[MarkupFact]:
        """Return the lines outside a main text (``page-text``), and those with links to a host (``linked-text``).

        An entry of a menu, which has nothing beside its links, counts for the latter only within the main text; right
        under the headline stands none, but perhaps *Original URL*.
        """
        letters = letters_of(main_text)
        outside: list[tuple[_Line, str]] = []
        linked: list[tuple[_Line, str]] = []
        above = 0
        for one in self._lines:
            is_under_headline, above = "</h1" in self._source[above : one.start].lower(), one.end
            if len(one.value) > LONGEST or one.end - one.start > _LONGEST_SOURCE:
                continue
            is_held = one.letters in letters
            value = with_links(self._source, one.start, one.end)
            if not is_held and (len(one.value) >= SHORTEST or (value and is_under_headline)):
                outside.append((one, one.value))
            if value and (is_held or is_under_headline or len(letters_of(without_links(value))) >= _OTHER_LETTERS):
                linked.append((one, value))
        return [
            *(self._fact(PAGE_TEXT, *line) for line in _at_the_ends(outside, MOST_LINES)),
            *(self._fact(LINKED_TEXT, *line) for line in _at_the_ends(linked, MOST_LINKED)),
        ]

    def _fact(self, kind: str, one: _Line, value: str) -> MarkupFact:
        line = lines_of(self._source).line(one.start)
        return MarkupFact(kind, value, one.start, one.end, line, self._source[one.start : one.end])


def _at_the_ends(found: list[tuple[_Line, str]], most: int) -> list[tuple[_Line, str]]:
    return found if len(found) <= most else [*found[: most // 2], *found[-(most // 2) :]]


def letters_of(text: str) -> str:
    """Return the letters of a text: extractors change spaces and quotation marks, and digits mark notes.

    Of a text without letters, the digits are returned.
    """
    # In UTF-8, no byte of another character is one of ASCII; bytes are left out many times as fast as by a pattern.
    fewer = text.encode(errors="surrogatepass").translate(None, _NO_LETTERS).decode(errors="surrogatepass")
    letters = fewer if fewer.isascii() else _NO_LETTER.sub("", fewer)
    return letters or re.sub(r"[\W_]+", "", text)


def _lines_of_text(source: str) -> Iterator[_Line]:
    for run in _text_runs(source):
        first, last = run[0][0], run[-1][1]
        if last - first < SHORTEST_LINKED:
            continue
        value = " ".join(unescape("".join(source[start:end] for start, end in run)).split())
        if len(value) >= SHORTEST_LINKED:
            whole = source[first:last]
            start, end = first + len(whole) - len(whole.lstrip()), first + len(whole.rstrip())
            yield _Line(start, end, value, letters_of(value))


def _text_runs(source: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the visible pieces of text between two block-level tags."""
    run: list[tuple[int, int]] = []
    ends = ElementEnds(source)
    effects: dict[str, str] = {}  # most tags of a page stand there many times
    at = 0
    while found := ANY_TAG.search(source, at):
        start, end = found.span()
        # White space between two tags is a space of the line that it stands in, and begins none.
        if start > at and (run or not source[at:start].isspace()):
            run.append((at, start))
        at = end
        tag = found[0]
        effect = effects.get(tag)
        if effect is None:
            effect = effects[tag] = _effect_of(found)
        if not effect:
            continue
        if effect == _HIDES:
            at = ends.of(found["name"].lower(), at)
        elif effect == _ANNOTATES:
            at = _annotation_end(source, found["name"].lower(), at, ends)
            continue
        if run:
            yield run
            run = []
    if at < len(source) and not source[at:].isspace():
        run.append((at, len(source)))
    if run:
        yield run


def _effect_of(tag: re.Match[str]) -> str:
    """Return what a tag does to the line that it stands in; nothing, as a rule."""
    close, name, attributes = tag.group("close", "name", "attributes")
    if name is None:
        return ""
    name = name.lower()
    if not close and _is_invisible(name, attributes):
        return _HIDES
    if not close and name in _ANNOTATIONS:
        return _ANNOTATES
    return _ENDS if name in _LINE_BREAKS else ""


def _is_invisible(name: str, attributes: str) -> bool:
    if name in _RAW_OR_INVISIBLE:
        return not attributes.endswith("/")
    attributes = attributes[:_LONGEST_ATTRIBUTES]
    if name in _VOID or not attributes:
        return False
    lowered = attributes.lower()
    if not (
        # Written out, because this is asked for each tag.
        "hidden" in lowered
        or "display" in lowered
        or "comment" in lowered
        or "disqus" in lowered
        or "respond" in lowered
    ):
        return False
    if _HIDDEN.search(attributes):
        return True
    return name not in _PAGE_ELEMENTS and bool(_READERS_COMMENTS.search(attributes))


def _annotation_end(source: str, name: str, at: int, ends: ElementEnds) -> int:
    """Return the end of an element within a line that is not part of its text; `at` for any other element."""
    if name in _RUBY_READINGS:
        return _reading_end(source, at)
    if name in _DELETED:
        end = ends.of(name, at)
        return end if end < len(source) else at  # the end tag is missing
    return at


def _reading_end(source: str, at: int) -> int:
    """Return the end of a reading of ruby that begins at `at`: the next tag of ruby, as end tags are often missing.

    Without such a tag it is not ruby, and ends where it begins.
    """
    found = RUBY_TAG.search(source, at)
    return found.start() if found else at
