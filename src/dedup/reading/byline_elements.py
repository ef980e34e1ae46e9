"""The source of a page → its elements that hold a byline, by what they are called or what stands before, as facts.

Content systems mark the writers of an article in the attributes of an element (``class="byline"``, ``id="authors"``,
a link to ``/author/…``) even where the page's metadata name the site instead. Only the first such elements that stand
close together are read, since those of further articles and of readers' comments come later. `dedup.origin` judges the
names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedup.documents import MarkupFact
from dedup.reading.html_tags import element_end, lines_of, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

BYLINE_ELEMENT = "byline-element"
"""The kind of these facts."""
BETWEEN_ELEMENTS = " | "
"""What parts the texts of the elements within one: these may be names, or a name and a date."""

_NAMED = re.compile(r"[Aa]uthor|[Bb]yline|[Aa]utor(?!iz)|[Vv]erfasser|/journalist/")
_NAMED_PARTS = ("uthor", "yline", "utor", "erfasser", "journalist/")
"""What stands in these words behind their first letter; plain strings are found many times as fast."""
_TAG = re.compile(
    r"""<(?P<name>a|address|cite|dd|div|em|h[2-6]|li|p|section|span|strong|ul)\s
        (?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*'){0,1500})>""",
    re.IGNORECASE | re.VERBOSE,
)
_ROLE = re.compile(
    r"""(?<![\w-])(?:class|id|itemprop|rel)\s*=\s*(?:"[^"]*?|'[^']*?|[^\s"'>]*?)
        (?<![a-z])(?:author|authors|byline|bylines|autor|autoren|autores|auteur|verfasser|textauthor|authorname)
        (?![a-z])""",
    re.IGNORECASE | re.VERBOSE,
)
_MIXED_CASE = re.compile(r"""(?<![\w-])class\s*=\s*(?:"[^"]*?|'[^']*?)[a-z](?:Author|Byline)(?![a-z])""")
_PROFILE = re.compile(
    r"""(?<![\w-])href\s*=\s*["']?[^"'\s>]*/
        (?:author|authors|autor|autoren|autores|auteur|auteurs|journalist|redaktion/autoren|profil-autor)/[^"'\s>]+""",
    re.IGNORECASE | re.VERBOSE,
)
_OTHER = re.compile(
    r"comment|avatar|image|photo|picture|icon|share|social|follow|related|teaser|(?<!v)card|widget|popular|newsletter"
    r"|bio\b"
    r"|description|profile-?text|about",
    re.IGNORECASE,
)
"""Words of attributes of elements that belong to something else, or hold more than names; *vcard* is a person."""
_NAME_ELEMENT = r"<(?:a|b|em|span|strong)\b[^<>]{0,1500}>[^<>]{3,80}</(?:a|b|em|span|strong)\s*>"
_BEHIND_BY = re.compile(
    rf"""(?<=>)\s*(?:By|Von|Par|Por|Di|Door|Af|Av)(?:\s*</?(?:b|em|i|span|strong)(?:\s[^<>]{{0,500}})?>){{0,3}}\s*
        (?P<names>{_NAME_ELEMENT}(?:[\s,&]*(?:(?:and|e|en|et|i|och|og|und|y)\b\s*)?{_NAME_ELEMENT}){{0,5}})""",
    re.VERBOSE,
)
"""Elements that hold a name each and stand behind the word *by*, however they are called."""
_LONGEST = 220
"""Characters of the text of such an element; a longer one is a note about the writer."""
_LONGEST_SOURCE = 6000
_LONGEST_TAG = 1500
_NEAREST = 2500
"""Characters of the source between two elements of one byline."""
_FARTHEST = 40_000
"""Characters of the source behind the headline within which the byline stands."""
_FARTHEST_BY = 15_000
"""The same for names that only the word *by* marks."""
_MOST = 12
_MOST_TRIED = 400
_HEADLINE = re.compile(r"<h1[\s>]", re.IGNORECASE)


def byline_elements(source: str) -> Iterator[MarkupFact]:
    """Yield the elements of a page's first byline below its headline, or else of the first one at all."""
    lines = lines_of(source)
    headline = _HEADLINE.search(source)
    found = list(_first_group(source, headline.start() if headline else 0))
    if not found and headline:
        found = [*_behind_by(source, headline.start()), *_first_group(source, 0)][:_MOST]
    for start, end, text in found:
        yield MarkupFact(BYLINE_ELEMENT, text, start, end, lines.line(start), source[start:end])


def _first_group(source: str, begin: int) -> Iterator[tuple[int, int, str]]:
    last, given, place = None, 0, begin
    for start, named_end in _named(source, begin, begin + _FARTHEST):
        if given == _MOST:
            return
        if start < place:
            continue
        place = named_end
        opening = source.rfind("<", max(begin, start - _LONGEST_TAG), start)
        tag = _TAG.match(source, opening) if opening >= 0 else None
        if tag is None or tag.end() <= start or not _names_writers(tag["attributes"]):
            continue
        place = tag.end()
        if last is not None and tag.start() - last > _NEAREST:
            return
        end = element_end(source, tag["name"].lower(), tag.end())
        text = _text_of(source[tag.end() : end]) if end - tag.end() <= _LONGEST_SOURCE else ""
        if 1 < len(text) <= _LONGEST:
            yield tag.start(), end, text
            last, given, place = end, given + 1, end


def _behind_by(source: str, begin: int) -> Iterator[tuple[int, int, str]]:
    """Yield the first names below the headline that stand in elements behind the word *by*."""
    found = _BEHIND_BY.search(source, begin, begin + _FARTHEST_BY)
    if found:
        yield *found.span("names"), _text_of(found["names"])


def _named(source: str, begin: int, limit: int) -> list[tuple[int, int]]:
    """Return the first places of the words that name writers, in order."""
    places: list[tuple[int, int]] = []
    for part in _NAMED_PARTS:
        at, tried = source.find(part, begin + 1, limit), 0
        while at >= 0 and tried < _MOST_TRIED:
            tried += 1
            if found := _NAMED.match(source, at - 1, limit):
                places.append(found.span())
            at = source.find(part, at + 1, limit)
    return sorted(places)[:_MOST_TRIED]


def _text_of(content: str) -> str:
    """Return the text of an element, with a bar between the texts of the elements within it."""
    pieces = (plain_text(piece).strip(" |") for piece in re.split(r"<(?!\s*/?\s*(?:wbr|b|i|em)\b)[^>]*>", content))
    return BETWEEN_ELEMENTS.join(piece for piece in pieces if piece)


def _names_writers(attributes: str) -> bool:
    if _OTHER.search(attributes):
        return False
    return bool(_ROLE.search(attributes) or _MIXED_CASE.search(attributes) or _PROFILE.search(attributes))
