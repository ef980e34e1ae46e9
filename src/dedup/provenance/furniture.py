"""A line of a text's head or tail → what it is if it is no text: author note, licence, notice of the site.

Such lines are evidence or decoration. They are claims so that they are set aside when shared words are counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.provenance.credits import claim_at, clean_name
from dedup.provenance.licences import terms_of
from dedup.provenance.phrase import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.provenance.claims import Claim
    from dedup.provenance.language import Language
    from dedup.provenance.lines import Line

_LONGEST_NOTE = 900


def furniture_claims(line: Line, languages: Sequence[Language]) -> list[Claim]:
    """Return the claim of an author note, a licence or a notice; none for a line of text."""
    wording = Wording(line.shown)
    for role in ("licence", "notice", "author-note"):
        if any(language.phrases[role].stands_in(wording) for language in languages):
            return _claim(line, role)
    return []


def _claim(line: Line, role: str) -> list[Claim]:
    if role == "licence":
        return [claim_at(line, "licence", terms_of(line.words))]
    if role == "author-note" and len(line.words) > _LONGEST_NOTE:
        return []
    return [claim_at(line, role, clean_name(_subject(line)))]


def _subject(line: Line) -> str:
    """Return the words that a notice is about: its link, else its beginning."""
    return line.links[0].words if len(line.links) == 1 else " ".join(line.words.split()[:6])
