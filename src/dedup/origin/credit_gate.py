"""A text → the lines and sentences of it that are read as credits, with their parts: what decides it stands here.

    text → lines that hold a trigger → the sentences around triggers → those that hold all that a rule asks for
         → parts → those that speak of the text, or stand at its edge and open with what a credit says

Most lines name no source, so a line is asked for strings before any pattern is tried. `dedup.origin.prefilter` asks
whole collections for the same strings, so that it loses no line that is read here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedup.origin.credit_parts import LONGEST_LINE, LONGEST_OPENING, Sentence, parts_of, without_label
from dedup.origin.lines import goes_beyond_latin, line_end, lower_in_place, with_plain_apostrophes
from dedup.origin.sentences import sentences_around
from dedup.origin.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.origin.credit_parts import Parts
    from dedup.origin.language import Language
    from dedup.origin.lines import Line

_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:")
"""How a footnote begins in Markdown: what it names is the source of a passage."""
_ENDS = re.compile("[.!?…。！？؟।]")
"""Signs that may end a sentence."""
MOST_SHORT = 100
"""Characters other than spaces of a short line; `dedup.kernels.patterns` counts no more than these."""
_ROLES = (
    "first_published",
    "first",
    "published",
    "again",
    "provided",
    "also",
    "original",
    "taken",
    "source",
    "translation",
)
"""The lists of words by which a credit without a subject opens its line."""
_LONGEST_ROLE = 40
MOST_LINES = 2_000
"""The most lines of a text with triggers that are read: half of them its first, half its last."""


def begins_of_lines(text: str, read_in: Sequence[Language]) -> Iterator[int]:
    """Yield the begins of the lines that are short or hold a trigger; equal lines are searched once."""
    lines = _lowered(text).split("\n")
    searched = "\n".join(dict.fromkeys(lines))
    known = [one.credit_strings for one in _languages_for(searched, read_in)]
    holding, end = set[str](), -1
    for at in sorted({at for strings in known for at, _ in strings.triggers(searched, short=False)}):
        if at > end:
            end = line_end(searched, at)
            holding.add(searched[searched.rfind("\n", 0, at) + 1 : end])
    begin = 0
    for line in lines:
        if line in holding or (line and _is_short(line)):
            yield begin
        begin += len(line) + 1


def holds_a_trigger(line: str, read_in: Sequence[Language]) -> bool:
    """Return whether sentences of a line are read."""
    lowered = _lowered(line)
    short = _is_short(lowered)
    return any(one.credit_strings.triggers(lowered, short=short) for one in _languages_for(lowered, read_in))


def sentences_in(line: Line, read_in: Sequence[Language], *, edge: bool) -> Iterator[tuple[Sentence, Parts]]:
    """Yield the sentences of a line that are read, in each language, with their parts.

    `edge` says that the line stands in the head or the tail of its text.
    """
    if _FOOTNOTE.match(line.raw) or "<figcaption" in line.raw:
        return
    lowered = _lowered(line.raw)
    short, shown = _is_short(lowered), ""
    for language in _languages_for(lowered, read_in):
        triggers = language.credit_strings.triggers(lowered, short=short)
        if not triggers:
            continue
        shown = shown or _without_ends_in_links(line)
        for start, end in sentences_around(shown, [at for at, _ in triggers]):
            if not any(start <= at < end and rule.holds_in(lowered, start, end, at) for at, rule in triggers):
                continue
            sentence = Sentence(line, start, end, language, edge, lowered[start:end])
            parts = parts_of(sentence)
            if sentence.find("seems") or any(words in sentence.lowered for words in vocabulary().licences.forbidden):
                continue  # *Nothing on this site may be reproduced without permission of X*
            if parts.subject is not None or _opens_as_a_credit(sentence, parts):
                yield sentence, parts


def may_go_on(first: str, read_in: Sequence[Language]) -> bool:
    """Return whether a credit may begin in a line and go on in the next one.

    The first line alone holds what a credit holds, or speaks of the text and ends with *originally*.
    """
    lowered = _lowered(first)
    end, short = len(lowered), _is_short(lowered)
    return any(
        strings.may_go_on(lowered)
        or any(rule.holds_in(lowered, 0, end, at) for at, rule in strings.triggers(lowered, short=short))
        for strings in (one.credit_strings for one in _languages_for(lowered, read_in))
    )


def _without_ends_in_links(line: Line) -> str:
    """Return the shown line with other signs where the words of a link would end a sentence: *[What is X?](…)*."""
    pieces, at = [], 0
    for link in line.links:
        start, end = link.start - line.start, link.end - line.start
        if at <= start and end - start <= LONGEST_LINE // 2:
            pieces += [line.shown[at:start], _ENDS.sub("_", line.shown[start:end])]
            at = end
    return "".join((*pieces, line.shown[at:]))


def _lowered(raw: str) -> str:
    return lower_in_place(with_plain_apostrophes(raw))


def _is_short(line: str) -> bool:
    return len(line) - line.count(" ") <= MOST_SHORT


def _languages_for(lowered: str, read_in: Sequence[Language]) -> Sequence[Language]:
    """Return the languages in which words can hold a credit, by their letters."""
    if goes_beyond_latin(lowered):
        return read_in
    return [language for language in read_in if not language.credit_strings.letters_beyond_latin]


def _opens_as_a_credit(sentence: Sentence, parts: Parts) -> bool:
    """Return whether a sentence that does not speak of the text stands and begins as a credit does."""
    if not sentence.edge or not parts.begins_line:
        return False
    words = sentence.words
    if words.may_stand_in(sentence.lowered, "tip", "via", "part_of", "closing", "translated"):
        return True
    if len(sentence.line.shown) <= LONGEST_LINE // 2 and words.may_stand_in(
        sentence.lowered, "first_published", "first"
    ):
        return True
    return _opens_with_a_role(sentence)


def _opens_with_a_role(sentence: Sentence) -> bool:
    """Return whether nothing but small words stands before the first word for what happened, or before a label."""
    shown = sentence.line.shown
    opening = shown[sentence.start : min(sentence.end, sentence.start + LONGEST_OPENING)]
    begin = sentence.start + len(opening) - len(without_label(opening))
    small = sentence.words.small_words.match(shown, begin)
    last = small.end() if small else begin
    roles = sentence.words.pattern(*_ROLES)
    return any(found.start() <= last for found in roles.finditer(shown, sentence.start, last + _LONGEST_ROLE))
