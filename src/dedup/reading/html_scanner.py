"""The source of a page becomes its tags, and its visible lines outside the main text, each with its exact place.

A scanner, not a parser: it knows comments, scripts and quoted attributes, so that nothing inside them is taken for a
tag, and it never fails on broken markup. lxml, which `dedup.reading.main_text` uses, knows no places.

An extractor of main text leaves out the text of the site, and with it lines such as "This post originally appeared on
…", and the addresses of links, such as that of "my blog". A visible line is the text between two block-level tags.
`dedup.origin` judges what a line says.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from dedup.documents import LINKED_TEXT, PAGE_TEXT, MarkupFact
from dedup.reading.linked_lines import with_links, without_links
from dedup.spans import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(
    r"""<(?=[!hmltsaiHMLTSAI])(?:!--(?P<comment>.*?)(?:-->|\Z)
      | (?P<name>html|meta|link|title|script|style|textarea|svg|a|img)(?=[\s/>])
        # A quote opens a value only behind "=" (WHATWG HTML, 13.2.5), so a stray one does not swallow the page.
        # Outside of quotes "<" ends a tag that was never closed, so that each is scanned once.
        (?P<attributes>(?:[^<>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s<>"']*+))*+)>)
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_OPAQUE = frozenset({"title", "script", "style", "textarea", "svg"})
"""Elements whose content holds no tags of the page."""

_END_TAGS = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in (*_OPAQUE, "a")}
_RUBY_TAG = re.compile(r"</?(?:ruby|rb|rt|rtc|rp)(?=[\s/>])", re.IGNORECASE)
_RUBY_READING = re.compile(rf"<(?:rt|rtc|rp)(?=[\s/>]).*?(?={_RUBY_TAG.pattern}|\Z)", re.IGNORECASE | re.DOTALL)
_DIGITS = 8
_LONG_REFERENCE = re.compile(rf"&#([0-9]{{{_DIGITS + 1},}})")
"""A character reference that is longer than that of any character, or begins with zeros: Python refuses to read a
number of thousands of digits."""
_FREQUENT_TAGS = {
    "a": re.compile(r"rel(?=[\s=])|u-syndication", re.IGNORECASE),
    "img": re.compile(r"=\s*+[\"']?\s*+[01](?:px)?\s*(?=[\"'\s]|\Z)|//(?:pixel|count|track)", re.IGNORECASE),
    "link": re.compile(r"canonical|syndication|license|author", re.IGNORECASE),
    "script": re.compile(r"json|//(?:pixel|count|track)", re.IGNORECASE),
}
"""Tags of which a page has many, and what those hold that describe it: relations, data, sizes and hosts of trackers."""
_DESCRIBE_NOTHING = frozenset({"style", "textarea", "svg"})
_LONGEST_LINK = 1000
"""Characters within which a link ends."""

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

_LEAST_TAGS = 10_000
"""Tags that are looked at for the ends of elements, however short a page is."""

_ANY_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)
      | <(?P<close>/?)(?P<name>[a-z][a-z0-9:-]*+)
        # Quotes as in `_TAG`.
        (?P<attributes>(?:[^<>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s<>"']*+))*+)>
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)

_START_TAG = re.compile(r"<[a-z]", re.IGNORECASE)
_MANY_ELEMENTS, _SHORTEST_ELEMENT, _MOST_ELEMENTS = 8000, 12, 40_000
"""Elements that any page may have, the characters an element from which a larger page may have more, and how many it
may have at most: trafilatura takes a tenth of a millisecond for each."""

_LINE_BREAKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "html", "img", "legend", "li", "main", "ol", "option", "p", "pre", "section", "summary",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "video"
    }
)  # fmt: skip
"""Elements at whose tags a visible line ends."""

_RAW = frozenset({"script", "style", "textarea", "title", "noscript", "iframe", "xmp"})
"""Elements whose content is not markup, or not shown where scripts run."""

_INVISIBLE = frozenset({"nav", "svg", "template", "select", "object", "audio", "video", "button", "dialog"})
_RUBY_READINGS = frozenset({"rt", "rtc", "rp"})
_DELETED = frozenset({"del", "s", "strike"})
"""Elements within a line that are not part of its text, as in `dedup.reading.main_text`."""
_ANNOTATIONS = _RUBY_READINGS | _DELETED
_RAW_OR_INVISIBLE = _RAW | _INVISIBLE
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
_RAW_ENDS = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in _RAW}


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: ``source[start:end]`` is its text, ``source[end:content_end]`` what its element holds.

    A comment is a tag named ``!--`` whose content is the comment. Attribute values are unescaped, names lower case.
    """

    name: str
    attributes: dict[str, str]
    start: int
    end: int
    content_end: int


@lru_cache(maxsize=1)
def lines_of(source: str) -> Lines:
    """Return the lines of a page's source; all that reads one page shares them."""
    return Lines(source)


def tags_of(source: str) -> Iterator[Tag]:
    """Yield the tags of a page's source that may describe the page, in order; of links, images and scripts some do."""
    at = 0
    while found := _TAG.search(source, at):
        at = found.end()
        if found["name"] is None:
            yield Tag("!--", {}, found.start(), found.start() + len("<!--"), found.end("comment"))
            continue
        name = found["name"].lower()
        content_end = at
        if name in _OPAQUE and not found["attributes"].endswith("/"):
            at = content_end = _end_of(source, name, at, len(source))
        if name in _DESCRIBE_NOTHING or (
            name in _FREQUENT_TAGS and not _FREQUENT_TAGS[name].search(found["attributes"])
        ):
            continue
        if name == "a":
            content_end = _end_of(source, name, at, at + _LONGEST_LINK)
        yield Tag(name, _attributes(found["attributes"]), found.start(), found.end(), content_end)


def _end_of(source: str, name: str, start: int, limit: int) -> int:
    end = _END_TAGS[name].search(source, start, limit)
    return end.start() if end else min(limit, len(source))


def _attributes(source: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(source):
        # Of two attributes with one name the first counts, as in browsers.
        values.setdefault(name.lower(), unescape(double or single or bare).strip())
    return values


def unescape(source: str) -> str:
    """Return text without character references; one to a number that no character has is U+FFFD, however long it is."""
    return html.unescape(_LONG_REFERENCE.sub(lambda found: f"&#{found[1].lstrip('0')[:_DIGITS]}", source))


def plain_text(source: str) -> str:
    """Return markup as plain text: without tags or readings of ruby, unescaped, white space collapsed."""
    base = _RUBY_READING.sub("", source)
    end = base.rfind(">") + 1  # no tag ends behind it, and each `<` there would be searched for its end
    shown = re.sub(r"</?(?:ruby|rb|rt|rtc|rp)(?=[\s/>])[^>]*>", "", base[:end], flags=re.IGNORECASE)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", shown) + base[end:]).split())


def _reading_end(source: str, at: int) -> int:
    """Return the end of a reading of ruby that begins at `at`: the next tag of ruby, as end tags are often missing.

    Without such a tag it is not ruby, and ends where it begins.
    """
    found = _RUBY_TAG.search(source, at)
    return found.start() if found else at


def has_too_many_tags(source: str) -> bool:
    """Return whether the search for a page's main text would take seconds.

    It has many tags for its size, or many at all. Pages have some forty characters an element, tables of figures ten.
    """
    most = min(max(_MANY_ELEMENTS, len(source) // _SHORTEST_ELEMENT), _MOST_ELEMENTS)
    return source.count("<") > most and sum(1 for _ in islice(_START_TAG.finditer(source), most + 1)) > most


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
    def letters_of_paragraphs(self) -> int:
        """How many letters the lines have that are long enough for a paragraph of a text."""
        return sum(map(len, self._long))

    def letters_held(self, main_text: str) -> int:
        """Return how many letters of these lines a main text holds."""
        letters = letters_of(main_text)
        return sum(len(line) for line in self._long if line in letters)

    def outside(self, main_text: str) -> tuple[MarkupFact, ...]:
        """Return the lines outside a main text, as facts of the kind ``page-text``."""
        letters = letters_of(main_text)
        found = [
            self._fact(PAGE_TEXT, one, one.value)
            for one in self._lines
            if len(one.value) >= SHORTEST and _is_a_line(one) and one.letters not in letters
        ]
        return _at_the_ends(found, MOST_LINES)

    def linked(self, main_text: str) -> tuple[MarkupFact, ...]:
        """Return the lines with links to a host, but entries of menus, as facts of the kind ``linked-text``."""
        letters = letters_of(main_text)
        found = [
            self._fact(LINKED_TEXT, one, value)
            for one in self._lines
            if _is_a_line(one)
            and (value := with_links(self._source, one.start, one.end))
            and (one.letters in letters or len(letters_of(without_links(value))) >= _OTHER_LETTERS)
        ]
        return _at_the_ends(found, MOST_LINKED)

    def _fact(self, kind: str, one: _Line, value: str) -> MarkupFact:
        line = lines_of(self._source).line(one.start)
        return MarkupFact(kind, value, one.start, one.end, line, self._source[one.start : one.end])


def _is_a_line(one: _Line) -> bool:
    return len(one.value) <= LONGEST and one.end - one.start <= _LONGEST_SOURCE


def _at_the_ends(found: list[MarkupFact], most: int) -> tuple[MarkupFact, ...]:
    return tuple(found if len(found) <= most else (*found[: most // 2], *found[-(most // 2) :]))


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
    ends = _ElementEnds(source)
    effects: dict[str, str] = {}  # most tags of a page stand there many times
    at = 0
    while found := _ANY_TAG.search(source, at):
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


def _annotation_end(source: str, name: str, at: int, ends: _ElementEnds) -> int:
    """Return the end of an element within a line that is not part of its text; `at` for any other element."""
    if name in _RUBY_READINGS:
        return _reading_end(source, at)
    if name in _DELETED:
        end = ends.of(name, at)
        return end if end < len(source) else at  # the end tag is missing
    return at


def element_end(source: str, name: str, at: int) -> int:
    """Return the end of an element whose content begins at `at`; of one without an end tag, the end of the source."""
    return _ElementEnds(source, limit=_LEAST_TAGS).of(name, at)


class _ElementEnds:
    """The ends of the elements of one page.

    Elements without an end tag are searched to the end of the page, each of them anew. So that many of them cost no
    more than a few, only so many tags are looked at as the page has characters, and then all such elements lack an end.
    """

    def __init__(self, source: str, limit: int | None = None) -> None:
        self._source = source
        self._left = max(len(source), _LEAST_TAGS) if limit is None else limit

    def of(self, name: str, at: int) -> int:
        """Return the end of an element whose content begins at `at`; it may hold elements of its own name."""
        source = self._source
        if name in _RAW:
            end = _RAW_ENDS[name].search(source, at)
            return end.start() if end else len(source)
        depth = 1
        for found in islice(_ANY_TAG.finditer(source, at), self._left):
            self._left -= 1
            if (found["name"] or "").lower() != name:
                continue
            if name == "p" and not found["close"]:
                return found.start()  # a paragraph cannot stand in a paragraph
            depth += -1 if found["close"] else 1
            if depth == 0:
                return found.start()
        return len(source)
