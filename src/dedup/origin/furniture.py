"""A line of a text's head or tail → what it is if it is no text: author note, licence, notice of the site.

Such lines are evidence or decoration. They are claims so that they are set aside when shared words are counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.origin.credits import claim_at, clean_name, sentence_around
from dedup.origin.licences import terms_of
from dedup.origin.persons import begins_with_person
from dedup.origin.phrase import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.origin.claims import Claim
    from dedup.origin.language import Language
    from dedup.origin.lines import Line
    from dedup.origin.phrase import Phrases

_LONGEST_NOTE = 600
_LONGEST_OPENED = 400
"""Characters of a line after which only its first sentence is a notice, if a notice is only what it begins like."""


def furniture_claims(line: Line, languages: Sequence[Language]) -> list[Claim]:
    """Return the claim of an author note, a licence or a notice; none for a line of text."""
    wording = Wording(line.shown)
    for role in ("licence", "notice", "author-note"):
        phrases = [language.phrases[role] for language in languages if language.phrases[role].stands_in(wording)]
        if phrases:
            return _claim(line, role, phrases, wording)
    return []


def _claim(line: Line, role: str, phrases: Sequence[Phrases], wording: Wording) -> list[Claim]:
    if role == "licence":
        return [claim_at(line, "licence", terms_of(line.words))]
    if role == "author-note" and not _is_note(line, phrases, wording):
        return []
    end = None
    if role == "notice" and len(line.words) > _LONGEST_OPENED and not _stand_anywhere(phrases, wording):
        _, end = sentence_around(line.shown, 0, 1)
    return [claim_at(line, role, clean_name(_subject(line)), end=end)]


def _is_note(line: Line, phrases: Sequence[Phrases], wording: Wording) -> bool:
    """Return whether a line is about a writer: not too long, and if it begins with what may be a name, with one.

    "There was a plan, said an editor" has the form of a phrase about a person, and is none.
    """
    if len(line.words) > _LONGEST_NOTE:
        return False
    nameless = any(each.stands_in(wording, lambda phrase: phrase.after_names is None) for each in phrases)
    return nameless or begins_with_person(line.shown)


def _stand_anywhere(phrases: Sequence[Phrases], wording: Wording) -> bool:
    """Return whether a phrase stands in a line that need not begin it."""
    return any(each.stands_in(wording, lambda phrase: not phrase.anchored) for each in phrases)


def _subject(line: Line) -> str:
    """Return the words that a notice is about: its link, else its beginning."""
    return line.links[0].words if len(line.links) == 1 else " ".join(line.words.split()[:6])
