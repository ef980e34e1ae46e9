"""The source of a page becomes the tags that say something of it, each with its exact place.

A scanner, not a parser: it knows comments, scripts and quoted attributes, so that nothing inside them is taken for a
tag, and it never fails on broken markup. lxml knows no places; the text of a page is read with it, in
`dedup.reading.html`, where places do not matter.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"""<!--(?P<comment>.*?)(?:-->|\Z)
      | <(?P<name>html|meta|link|title|script|style|textarea|svg|a|img)(?=[\s/>])
        # A quote opens a value only behind "=" (WHATWG HTML, 13.2.5), so a stray one does not swallow the page.
        # Outside of quotes "<" ends a tag that was never closed, so that each is scanned once.
        (?P<attributes>(?:[^<>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s<>"']*+))*+)>
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_WITH_CONTENT = frozenset({"title", "script", "style", "textarea", "svg"})
"""Elements whose content holds no tags of the page."""

_ENDS = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in (*_WITH_CONTENT, "a")}
_RUBY = re.compile(r"</?(?:ruby|rb|rt|rtc|rp)(?=[\s/>])", re.IGNORECASE)
_READING = re.compile(rf"<(?:rt|rtc|rp)(?=[\s/>]).*?(?={_RUBY.pattern}|\Z)", re.IGNORECASE | re.DOTALL)
_LONGEST_LINK = 1000
"""Characters within which the end of a link is looked for."""


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


def tags_of(source: str) -> Iterator[Tag]:
    """Yield the tags of a page's source that may say something of it, in order."""
    at = 0
    while found := _TOKEN.search(source, at):
        at = found.end()
        if found["name"] is None:
            yield Tag("!--", {}, found.start(), found.start() + len("<!--"), found.end("comment"))
            continue
        name = found["name"].lower()
        content_end = at
        if name == "a":
            content_end = _end_of(source, name, at, at + _LONGEST_LINK)
        elif name in _WITH_CONTENT and not found["attributes"].endswith("/"):
            at = content_end = _end_of(source, name, at, len(source))
        yield Tag(name, _attributes(found["attributes"]), found.start(), found.end(), content_end)


def _end_of(source: str, name: str, start: int, limit: int) -> int:
    end = _ENDS[name].search(source, start, limit)
    return end.start() if end else min(limit, len(source))


def _attributes(source: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(source):
        # Of two attributes with one name the first counts, as in browsers.
        values.setdefault(name.lower(), html.unescape(double or single or bare).strip())
    return values


def plain(source: str) -> str:
    """Return the words of a piece of markup: without tags or ruby's readings, unescaped, white space collapsed."""
    base = re.sub(r"</?(?:ruby|rb|rt|rtc|rp)(?=[\s/>])[^>]*>", "", _READING.sub("", source), flags=re.IGNORECASE)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", base)).split())


def reading_end(source: str, at: int) -> int:
    """Return where a reading of ruby ends that begins at `at`: at ruby's next tag, because end tags are often left out.

    Without such a tag it is no ruby, and ends where it begins.
    """
    found = _RUBY.search(source, at)
    return found.start() if found else at
