"""The messages of findings: one sentence each, with the amount of text and the source."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from dedup.relations import MEANINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dedup.gate.findings import Source
    from dedup.gate.prose_pairs import JudgedPair
    from dedup.gate.rules import AllowedSource
    from dedup.matches import Repetition

    Message: TypeAlias = Callable[[JudgedPair, Source], str]

_MOST_SOURCES = 3
"""Sources that a sentence names one by one."""


def repost(size: int) -> Message:
    """Return what says how a text of `size` words relates to one that was there before."""

    def message(pair: JudgedPair, source: Source) -> str:
        match = pair.match
        if match.relation == "identical":
            return f"This text is a copy of {place(source)}: all of its {words_of(size)} are the same."
        if source.relation == "contained" and match.containment_b > match.containment_a:
            held = f"{words_of(source.words)}, {percent(match.containment_b)} of that text"
            return f"This text holds {place(source)}: {held}."
        shared = f"{source.words:,} of its {words_of(size)} ({percent(source.words / max(1, size))})"
        near = "nearly a copy of" if MEANINGS[match.relation].is_sure else "taken from"
        row = f"at most {words_of(match.longest_run)} in a row"
        return f"This text is {near} {place(source)}: {shared} stand there, {row}."

    return message


def long_run(limit: int) -> Message:
    """Return what says that a run is longer than the limit."""

    def message(pair: JudgedPair, source: Source) -> str:
        run = words_of(pair.match.longest_run)
        return f"This text has {run} in a row in common with {place(source)}; {limit:,} are allowed."

    return message


def reuse_share(words: int, share: float, sources: Sequence[Source], limit: float) -> str:
    """Say how much of a text stands in others."""
    names = ", ".join(f"{place(source)} ({words_of(source.words)})" for source in sources[:_MOST_SOURCES])
    more = f" and {len(sources) - _MOST_SOURCES:,} more" if len(sources) > _MOST_SOURCES else ""
    said = f"{percent(share)} of this text, {words_of(words)}, stand in other texts; {percent(limit)} are allowed"
    return f"{said}: {names}{more}."


def unattributed(_pair: JudgedPair, source: Source) -> str:
    """Say that a text does not name its source."""
    shared = f"{words_of(source.words)} with {place(source)}"
    return f"This text shares {shared} and does not say that they come from {source.publisher or 'there'}."


def misattributed(names: Sequence[str]) -> Message:
    """Return what says that a text names another source than the one that holds its words."""

    def message(_pair: JudgedPair, source: Source) -> str:
        shared = f"{words_of(source.words)} with {place(source)}"
        return f"This text shares {shared} and names another source: {' and '.join(names)}."

    return message


def no_link(_pair: JudgedPair, source: Source) -> str:
    """Say that a text holds no address of its source."""
    shared = f"{words_of(source.words)} with {place(source)}"
    return f"This text shares {shared} and has no link to {source.publisher or 'it'}."


def no_canonical(_pair: JudgedPair, source: Source) -> str:
    """Say that nothing tells search engines where the original is."""
    return f"This page repeats {place(source)} and has neither a canonical link to it nor noindex."


def embargoed(day: str, where: str = "") -> str:
    """Say until when a text, or the one that it repeats, must not be published."""
    return f"This text{where} is under embargo until {day}."


def killed(where: str = "") -> str:
    """Say that a text, or the one that it repeats, was killed."""
    return f"This text{where} was killed, and still stands here."


def not_allowed(_pair: JudgedPair, source: Source) -> str:
    """Say that a text shares words with one of a publisher who is not on the list."""
    shared = f"{words_of(source.words)} of {place(source)}"
    return f"This text has {shared}; {source.publisher} is not among the allowed sources."


def names_not_allowed(name: str) -> str:
    """Say that a text names a source that is not on the list."""
    return f"This text says that it comes from {name}, which is not among the allowed sources."


def forbidden(line: str) -> Message:
    """Return what says that the source forbids reposts, in its own words."""

    def message(_pair: JudgedPair, source: Source) -> str:
        shared = f"{words_of(source.words)} of {place(source)}"
        return f"This text has {shared}, which says: “{' '.join(line.split())}”"

    return message


def edited(allowed: AllowedSource) -> Message:
    """Return what says that a text was changed although its licence allows no changes."""

    def message(pair: JudgedPair, source: Source) -> str:
        changed = words_of(sum(passage.words - passage.same_words for passage in pair.passages))
        licence = f"the licence of {allowed.name} ({allowed.licence}) allows no changes"
        return f"This text takes over {place(source)} with {changed} changed; {licence}."

    return message


def self_repetition(repetition: Repetition, first: int, second: int) -> str:
    """Say that a text says something twice, on the lines `first` and `second`."""
    often = "" if repetition.times == 2 else f", {repetition.times:,} times in all"  # noqa: PLR2004 - twice is the rule
    where = f"in line {second:,}" if first != second else "in the same line"
    return f"This text says {words_of(repetition.shared_words)} of line {first:,} again {where}{often}."


def place(source: Source) -> str:
    """Return a source as a sentence names it: document, line, publisher, revision."""
    where = source.where
    line = f", line {where.lines[0]:,}" if where is not None and where.in_file else ""
    known = [text for text in (source.publisher, f"as of {source.revision}" if source.revision else "") if text]
    return f"{source.name}{line}" + (f" ({', '.join(known)})" if known else "")


def words_of(count: int) -> str:
    """Return a count of words."""
    return "1 word" if count == 1 else f"{count:,} words"


def percent(value: float) -> str:
    """Return a share, cut and not rounded, so that only the whole is 100 %."""
    return f"{int(value * 100 + 1e-6)} %"
