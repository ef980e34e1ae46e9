"""Two matched documents of which neither names the other → which one had the text first, if the evidence tells.

Neither kind of evidence is proof. Dates order two documents if they are two days or more apart: pages are dated by the
day, in their own time zones; about one date in eight that is read from a page is wrong, and copies do carry the earlier
date. A shared text that mentions one of the two publishers is better evidence, and rare. Contradicting evidence decides
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from dedup.origin.weights import CLEARLY_LATER
from dedup.relations import can_be_versions

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.matches import Match

_FAR_APART = 14
BY_DATES_FAR_APART, _BY_NEAR_DATES = 0.7, 0.6
"""How sure an order of two stated dates is, by whether at least `_FAR_APART` days are between them."""
GUESSED = 0.55
"""How sure an order is that rests on a guessed date: less than any that rests on stated ones."""

_SAVED_BEFORE = 0.6
"""How sure an order is where one was saved before the date that the other states, which may be that of an update."""

_FULL_DATE = 10
_SHORTEST_NAME = 5


@dataclass(slots=True)
class Version:
    """One of two versions: its document, its publisher's name, its date and what reads its text, as far as known.

    `guessed` says that nobody stated the date, `captured` that it was saved on a day, and published by then.
    """

    document: str
    name: str | None
    published: str | None
    text: Callable[[], str]
    guessed: bool = False
    captured: str | None = None
    _names_itself: bool | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def names_itself(self) -> bool:
        """Whether its text mentions its publisher; kept, because each version is compared with all others."""
        if self._names_itself is None:
            name = self.name or ""
            self._names_itself = len(name) >= _SHORTEST_NAME and _speaks_of(self.text(), name)
        return self._names_itself


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which document had it first, how sure that is, and why; `first` is None where it is not decided."""

    first: str | None
    confidence: float
    reason: str


def are_versions(match: Match) -> bool:
    """Return whether two documents share so much that one may come from the other as a whole."""
    return can_be_versions(match.relation, max(match.containment_a, match.containment_b))


def days_between(one: str | None, other: str | None) -> int | None:
    """Return the days from one ISO date to another; None where either is no date of a day."""
    if one is None or other is None or min(len(one), len(other)) < _FULL_DATE:
        return None
    try:
        return (date.fromisoformat(other[:_FULL_DATE]) - date.fromisoformat(one[:_FULL_DATE])).days
    except ValueError:
        return None


def first_of_two(one: Version, other: Version) -> Verdict:
    """Return which of two matched documents had the text first."""
    by_date = _by_date(one, other)
    by_mention = _by_mention(one, other)
    if by_date.first and by_mention.first and by_date.first != by_mention.first:
        return Verdict(None, 0.0, f"{by_mention.reason}, but {by_date.reason}")
    if by_date.first and by_mention.first:
        both = 1 - (1 - by_date.confidence) * (1 - by_mention.confidence)
        return Verdict(by_date.first, round(both, 2), f"{by_date.reason}, and {by_mention.reason}")
    return by_mention if by_mention.first else by_date


def _by_date(one: Version, other: Version) -> Verdict:
    days = days_between(one.published, other.published)
    if days is None and (by_capture := _by_capture(one, other)):
        return by_capture
    if days is None:
        return Verdict(None, 0.0, "the dates of both are not known to the day")
    if abs(days) < CLEARLY_LATER:
        return Verdict(None, 0.0, f"dates {abs(days)} days apart are no order" if days else "both have the same date")
    first, second = (one, other) if days > 0 else (other, one)
    reason = f"it is dated {_dated(first)}, the other {_dated(second)}"
    if one.guessed or other.guessed:
        if abs(days) < _FAR_APART:
            return Verdict(None, 0.0, f"{reason}, which is too near for a guess")
        return Verdict(first.document, GUESSED, reason)
    return Verdict(first.document, BY_DATES_FAR_APART if abs(days) >= _FAR_APART else _BY_NEAR_DATES, reason)


def _by_capture(one: Version, other: Version) -> Verdict | None:
    """Return the verdict where one was saved before the date of the other; when it was published is not known."""
    for this, that in ((one, other), (other, one)):
        days = days_between(this.captured, that.published)
        if days is not None and days >= CLEARLY_LATER and not that.guessed:
            return Verdict(
                this.document, _SAVED_BEFORE, f"it was saved on {this.captured}, the other is dated {that.published}"
            )
    return None


def _dated(version: Version) -> str:
    return f"{version.published} (guessed)" if version.guessed else str(version.published)


def _by_mention(one: Version, other: Version) -> Verdict:
    """Return which publisher both texts speak of: an outlet quotes itself ("told the Daily Times"), a copy keeps it."""
    mentioned = [this for this, that in ((one, other), (other, one)) if _both_mention(this, that)]
    if len(mentioned) != 1:
        return Verdict(None, 0.0, "neither text speaks of one of the two publishers alone")
    return Verdict(mentioned[0].document, 0.65, f"both texts speak of {mentioned[0].name}")


def _both_mention(own: Version, other: Version) -> bool:
    """Return whether two texts speak of the publisher of the first."""
    return own.names_itself and own.name is not None and _speaks_of(other.text(), own.name)


def _speaks_of(text: str, name: str) -> bool:
    """Return whether a name stands in a text, and not within a word.

    A pattern for each name would take longer to make than all texts take to be searched.
    """
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not (_goes_on(text[at - 1 : at]) or _goes_on(text[end : end + 1])):
            return True
        at = text.find(name, at + 1)
    return False


def _goes_on(beside: str) -> bool:
    """Return whether what stands beside a name, if anything does, is part of a word as patterns have it."""
    return beside.isalnum() or beside == "_"
