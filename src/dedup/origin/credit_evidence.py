"""A name in a credit → what shows that it is a publisher's.

Where a name stands is the weakest sign: a person, a place or an event may stand there too. Each reading of a credit
asks for as much as its other parts leave open; see `dedup.origin.credit_readings`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntEnum

from dedup.origin.hosts import host_of
from dedup.origin.name_forms import (
    UPPER,
    begins_with_capital_article,
    clean_name,
    is_nobody,
    is_person,
    shows_a_publication,
)
from dedup.origin.names import is_known

_ACRONYM = re.compile(rf"[{UPPER}][{UPPER}0-9&.-]{{2,}}")


class Evidence(IntEnum):
    """What shows that a name is a publisher's, the weakest sign first."""

    WRITER = 0
    """It has the form of a person's, or names nobody in particular."""
    PLACE = 1
    """Nothing but the place where it stands."""
    WORDS = 2
    """Its own words, *Times*, an acronym, a capital article; or it is a link or an address."""
    CALLED = 3
    """The lists know it, or it is called a publication: *the magazine X*, *X, no. 45*, *"X"*."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name, where it stands in the shown line, and what shows that it is a publisher's."""

    value: str
    start: int
    end: int
    evidence: Evidence
    linked: bool = False
    """Whether it is a link or an address."""

    @property
    def sure(self) -> bool:
        """Whether something else than its place shows that it is a publisher's."""
        return self.evidence >= Evidence.WORDS

    @property
    def of_writer(self) -> bool:
        """Whether it is a person's, or that of nobody in particular."""
        return self.evidence is Evidence.WRITER

    def called(self) -> Name:
        """Return the name as one that is called a publication."""
        return replace(self, evidence=max(self.evidence, Evidence.CALLED))


def named(words: str, start: int, end: int, least: Evidence = Evidence.WRITER) -> Name | None:
    """Return the name that some words are, None for what is no name; `least` is known of it by what stands around."""
    value = clean_name(words)
    if len(value) < 2 or not any(map(str.isalpha, value)):  # noqa: PLR2004 - one letter is no name
        return None
    return Name(value, start, end, max(least, evidence_of(value)), linked=host_of(value) is not None)


def linked(value: str, start: int, end: int) -> Name:
    """Return the name that a link or an address gives."""
    return Name(value, start, end, max(Evidence.WORDS, evidence_of(value)), linked=True)


def evidence_of(value: str) -> Evidence:
    """Return what the words of a name show by themselves."""
    if is_known(value):
        return Evidence.CALLED
    if value.islower() and host_of(value) is None:
        return Evidence.PLACE
    if begins_with_capital_article(value):
        return Evidence.WORDS
    if is_nobody(value):
        return Evidence.WRITER
    if shows_a_publication(value) or _ACRONYM.fullmatch(value):
        return Evidence.WORDS
    return Evidence.WRITER if is_person(value) else Evidence.PLACE
