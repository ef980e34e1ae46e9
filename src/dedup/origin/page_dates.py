"""The facts of a page's markup → the day on which it was published, with the fact that states it.

What the metadata state counts first; where they state several days, the one that most of them state, else the earliest,
since a page that is changed is often dated anew. Without one, a day beside the writer in the byline counts, then the
``time`` element beside the headline, then a day at the end of the title or in the address, then a guess that the
address bears out.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from dedup.documents import GUESSED_DATE
from dedup.origin.claims import schema_kinds
from dedup.origin.stated_dates import date_in_address, stated_date
from dedup.reading.byline_elements import BETWEEN_ELEMENTS, BYLINE_ELEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.documents import MarkupFact

_STATED: tuple[tuple[str, ...], ...] = (
    ("article:published_time", "article:published:time", "og:article:published_time", "article.published"),
    schema_kinds("datePublished"),
    ("dc.date.issued", "dcterms.issued", "citation_publication_date"),
    ("parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "og:pubdate"),
    ("date", "pubdate", "publish-date", "publishdate", "publish_date", "pub_date", "datepublished"),
    ("dc.date", "dcterms.date", "dcterms.created"),
    ("front-matter:published", "front-matter:date"),
)
"""Kinds of facts that state the day; those of one line state one thing."""
_ADDRESSES = ("og:url", "canonical", *schema_kinds("url"), "saved-from")
_DAY = len("2012-10-22")
_MONTH_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])(?=/)")
_END_OF_TITLE = re.compile(r"[|,\u2013\u2014-]\s*(\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d\d-\d\d)\s*$")


def page_date(markup: Sequence[MarkupFact], address: str | None) -> tuple[MarkupFact, str] | None:
    """Return the fact that states when a page was published, with its ISO date; None where nothing does."""
    by_kind: dict[str, MarkupFact] = {}
    for fact in markup:
        by_kind.setdefault(fact.kind, fact)
    language = by_kind["lang"].value if "lang" in by_kind else None
    facts = [*([address] if address else []), *(by_kind[kind].value for kind in _ADDRESSES if kind in by_kind)]
    hint = next((day for value in facts if (day := date_in_address(value))), None)
    stated = list(_stated(by_kind, language, hint))
    if stated:
        return _most_stated(stated)
    for found in (*_shown(by_kind, language, hint), *_in_address(by_kind, hint), *_guessed(by_kind, facts)):
        return found
    return None


def _stated(by_kind: dict[str, MarkupFact], language: str | None, hint: str | None) -> Iterator[tuple[MarkupFact, str]]:
    for kinds in _STATED:
        for kind in kinds:
            fact = by_kind.get(kind)
            day = stated_date(fact.value, language, hint) if fact else None
            if fact and day:
                yield fact, day
                break


def _most_stated(stated: Sequence[tuple[MarkupFact, str]]) -> tuple[MarkupFact, str]:
    whole = [one for one in stated if len(one[1]) == _DAY] or stated
    times = Counter(day for _, day in whole)
    return min(whole, key=lambda one: (-times[one[1]], one[1]))


def _shown(by_kind: dict[str, MarkupFact], language: str | None, hint: str | None) -> Iterator[tuple[MarkupFact, str]]:
    for beside, value in _beside_the_headline(by_kind):
        if day := stated_date(value, language, hint):
            yield beside, day
    for kind in ("title", "og:title"):
        fact = by_kind.get(kind)
        found = _END_OF_TITLE.search(fact.value) if fact else None
        if fact and found and (day := stated_date(found[1], language, hint)):
            yield fact, day


def _beside_the_headline(by_kind: dict[str, MarkupFact]) -> Iterator[tuple[MarkupFact, str]]:
    """Yield what may be the day on a page itself: what stands in the byline with a writer, and the time beside it."""
    byline, time = by_kind.get(BYLINE_ELEMENT), by_kind.get("time-element")
    if byline and BETWEEN_ELEMENTS in byline.value:
        for part in byline.value.split(BETWEEN_ELEMENTS):
            yield byline, part
    if time:
        yield time, time.value


def _in_address(by_kind: dict[str, MarkupFact], hint: str | None) -> Iterator[tuple[MarkupFact, str]]:
    for kind in _ADDRESSES:
        fact = by_kind.get(kind)
        if hint and fact and date_in_address(fact.value) == hint:
            yield fact, hint


def _guessed(by_kind: dict[str, MarkupFact], addresses: Sequence[str]) -> Iterator[tuple[MarkupFact, str]]:
    guess = by_kind.get(GUESSED_DATE)
    if guess is None:
        return
    for address in addresses:
        found = _MONTH_IN_ADDRESS.search(address)
        if found and f"{found[1]}-{int(found[2]):02}" == guess.value[:7]:
            yield guess, guess.value
