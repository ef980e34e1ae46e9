"""Edits: what was done to a text on its way, by kinds that an editor knows."""

from __future__ import annotations

import pytest

import dedup
from dedup import Document

PARAGRAPHS = [
    "The minister told the press on Monday that the bridge over the river would be opened to traffic next spring.",
    "Work on the bridge began four years ago and cost twice as much as the council had expected at that time.",
    "Residents of the eastern quarter have waited for a crossing since the ferry was taken out of service long ago.",
    "A spokesman for the contractor said that the delay was caused by floods and by a shortage of structural steel.",
]


def text(paragraphs: list[str], title: str = "Bridge to open in spring") -> str:
    return "\n\n".join([title, *paragraphs])


def edits(first: str, second: str) -> dict[str, int]:
    (match,) = dedup.compare(first, second).copies
    return {edit.kind: edit.count for edit in match.edits}


def test_nothing_changed_is_no_edit() -> None:
    """The same text twice."""
    assert edits(text(PARAGRAPHS), text(PARAGRAPHS)) == {}


def test_punctuation_and_case_are_told_as_such() -> None:
    """All words are the same; a comma and a capital are not."""
    changed = [PARAGRAPHS[0].replace("Monday that", "monday, that"), *PARAGRAPHS[1:]]
    assert edits(text(PARAGRAPHS), text(changed)) == {"punctuation only": 1}


def test_another_headline_is_the_only_edit() -> None:
    """The bodies are the same, the titles are not."""
    assert edits(text(PARAGRAPHS), text(PARAGRAPHS, "Long wait for crossing ends")) == {"headline changed": 1}


@pytest.mark.parametrize("dropped", [0, 1, 3])
def test_a_paragraph_that_is_missing_was_dropped_or_added(dropped: int) -> None:
    """Seen from one side it was dropped, from the other added."""
    shorter = [p for n, p in enumerate(PARAGRAPHS) if n != dropped]
    assert edits(text(PARAGRAPHS), text(shorter)) == {"paragraphs dropped": 1}
    assert edits(text(shorter), text(PARAGRAPHS)) == {"paragraphs added": 1}


def test_a_paragraph_in_another_place_was_moved() -> None:
    """The last one comes first, the others keep their order."""
    assert edits(text(PARAGRAPHS), text([PARAGRAPHS[3], *PARAGRAPHS[:3]])) == {"paragraphs moved": 1}


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("four years", "7 years", "numbers changed"),
        ("Monday", "Tuesday", "names changed"),
        ("waited", "hoped", "words changed"),
        ("eastern quarter", "quarter", "words dropped"),
        ("contractor", "main contractor", "words added"),
    ],
)
def test_words_inside_a_passage_are_told_by_kind(old: str, new: str, kind: str) -> None:
    """One word is another, is gone, or is new; a digit makes it a number, capitals a name."""
    changed = [paragraph.replace(old, new) for paragraph in PARAGRAPHS]
    assert edits(text(PARAGRAPHS), text(changed)) == {kind: 1}


def test_an_edit_shows_its_first_example() -> None:
    """What stood there, an arrow, what stands there now."""
    changed = [paragraph.replace("Monday", "Tuesday") for paragraph in PARAGRAPHS]
    (match,) = dedup.compare(Document("a", text(PARAGRAPHS)), Document("b", text(changed))).copies
    assert [edit.example for edit in match.edits] == ["Monday → Tuesday"]


def test_site_furniture_is_no_dropped_paragraph() -> None:
    """An attribution line that one copy lacks is evidence of origin, not text."""
    credited = [*PARAGRAPHS, "The original source of this article is Daily Times"]
    assert edits(text(credited), text(PARAGRAPHS)) == {}
