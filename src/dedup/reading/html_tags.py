"""The source of a page becomes its tags, with the ends of their elements, and a piece of it becomes plain text.

A scanner, not a parser: it knows comments, scripts and quoted attributes, so that nothing inside them is taken for a
tag, it never fails on broken markup, and it tells the exact place of each tag. Parsers of trees know no places.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

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
RUBY_TAG = re.compile(r"</?(?:ruby|rb|rt|rtc|rp)(?=[\s/>])", re.IGNORECASE)
_RUBY_READING = re.compile(rf"<(?:rt|rtc|rp)(?=[\s/>]).*?(?={RUBY_TAG.pattern}|\Z)", re.IGNORECASE | re.DOTALL)
_DIGITS = 8
_LONG_REFERENCE = re.compile(rf"&#([0-9]{{{_DIGITS + 1},}})")
"""A character reference that is longer than that of any character, or begins with zeros: Python refuses to read a
number of thousands of digits."""
_TRACKERS = ("//pixel", "//count", "//track")
_FREQUENT_TAGS = {
    "a": ("rel", "u-syndication"),
    "img": ("width", "height", *_TRACKERS),
    "link": ("canonical", "syndication", "license", "author"),
    "script": ("json", *_TRACKERS),
}
"""Tags of which a page has many, and what those hold that describe it: relations, data, sizes and hosts of trackers."""
_DESCRIBE_NOTHING = frozenset({"style", "textarea", "svg"})
_LONGEST_LINK = 1000
"""Characters within which a link ends."""

_LEAST_TAGS = 10_000
"""Tags that are looked at for the ends of elements, however short a page is."""

ANY_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)
      | <[!?][^<>]*+>  # a doctype
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

RAW = frozenset({"script", "style", "textarea", "title", "noscript", "iframe", "xmp"})
"""Elements whose content is not markup, or not shown where scripts run."""

_RAW_ENDS = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in RAW}


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
        if name in _DESCRIBE_NOTHING or (name in _FREQUENT_TAGS and not _describes(name, found["attributes"].lower())):
            continue
        if name == "a":
            content_end = _end_of(source, name, at, at + _LONGEST_LINK)
        yield Tag(name, _attributes(found["attributes"]), found.start(), found.end(), content_end)


def _describes(name: str, attributes: str) -> bool:
    return any(word in attributes for word in _FREQUENT_TAGS[name])


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


def has_too_many_tags(source: str) -> bool:
    """Return whether the search for a page's main text would take seconds.

    It has many tags for its size, or many at all. Pages have some forty characters an element, tables of figures ten.
    """
    most = min(max(_MANY_ELEMENTS, len(source) // _SHORTEST_ELEMENT), _MOST_ELEMENTS)
    return source.count("<") > most and sum(1 for _ in islice(_START_TAG.finditer(source), most + 1)) > most


def element_end(source: str, name: str, at: int) -> int:
    """Return the end of an element whose content begins at `at`; of one without an end tag, the end of the source."""
    return ElementEnds(source, limit=_LEAST_TAGS).of(name, at)


class ElementEnds:
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
        if name in RAW:
            end = _RAW_ENDS[name].search(source, at)
            return end.start() if end else len(source)
        depth = 1
        for found in islice(ANY_TAG.finditer(source, at), self._left):
            self._left -= 1
            if (found["name"] or "").lower() != name:
                continue
            if name == "p" and not found["close"]:
                return found.start()  # a paragraph cannot stand in a paragraph
            depth += -1 if found["close"] else 1
            if depth == 0:
                return found.start()
        return len(source)
