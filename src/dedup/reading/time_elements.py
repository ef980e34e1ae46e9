"""The source of a page → its first ``time`` elements that say when it was published, as facts.

A page may hold many: of its own article, of comments, of further articles. Those count whose attributes say that they
hold a date of publication, and of the others the first behind the headline.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedup.documents import MarkupFact
from dedup.reading.html_tags import lines_of, unescape

if TYPE_CHECKING:
    from collections.abc import Iterator

TIME_ELEMENT = "time-element"
"""The kind of these facts."""

_TIME = re.compile(r"""<time\s(?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*'){0,1000})>""", re.IGNORECASE)
_DATE = re.compile(r"""(?<![\w-])datetime\s*=\s*["']?\s*(?P<value>[^"'>]{8,40})""", re.IGNORECASE)
_PUBLISHED = re.compile(r"pubdate|published|datePublished|entry-date|post-date|publish-date", re.IGNORECASE)
_CHANGED = re.compile(r"updated|modified", re.IGNORECASE)
_HEADLINE = re.compile(r"<h1[\s>]", re.IGNORECASE)
_FARTHEST = 6000
"""Characters of the source behind the headline within which the time of the article stands."""


def time_elements(source: str) -> Iterator[MarkupFact]:
    """Yield the time at which the page says that its article was published, if an element says so."""
    if "<time" not in source and "<TIME" not in source:  # many times as fast as the search for one
        return
    headline = _HEADLINE.search(source)
    begin = headline.start() if headline else 0
    near: re.Match[str] | None = None
    for found in _TIME.finditer(source, begin):
        attributes = found["attributes"]
        if not _DATE.search(attributes):
            continue
        if _PUBLISHED.search(attributes) and not ("updated" in attributes and "published" not in attributes):
            near = found
            break
        if near is None and found.start() - begin <= _FARTHEST and not _CHANGED.search(attributes):
            near = found
    value = _DATE.search(near["attributes"]) if near else None
    if near and value:
        line = lines_of(source).line(near.start())
        yield MarkupFact(TIME_ELEMENT, unescape(value["value"]).strip(), near.start(), near.end(), line, near[0])
