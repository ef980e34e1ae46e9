"""Lines of a name and a date: whose page it is, or only when it was published."""

from __future__ import annotations

import pytest

from dedup.documents import Document
from dedup.provenance.reading import read_claims

BODY = "The bridge over the upper valley was closed on Monday, because the river had taken away one of its pillars.\n\n"
GERMAN = "Die Minister haben sich auf den Plan geeinigt, der für das Land und die Menschen nicht ohne Folgen ist.\n\n"


def claims(line: str, body: str = BODY) -> list[tuple[str, str]]:
    """Return what a line under a heading says."""
    text = f"A heading about bridges\n\n{line}\n\n{body * 4}"
    return sorted((claim.kind, claim.value) for claim in read_claims(Document("d", text)))


@pytest.mark.parametrize("name", ["Valley Times", "Channel 4", "France 24", "The Press", "Draft House"])
def test_a_name_beside_a_date_is_the_publisher(name: str) -> None:
    """With or without a number; one word of several may be anything."""
    assert claims(f"{name}, May 3, 2012") == [("published", "2012-05-03"), ("publisher", name)]


@pytest.mark.parametrize(
    "words",
    [
        "Version 3",
        "Release 2.0",
        "Posted on",
        "Last updated",
        "Monday",
        "Draft",
        "Volume 12",
        "Updated at 1:43 p.m. on",
    ],
)
def test_words_that_go_with_a_date_name_nobody(words: str) -> None:
    """The date is told all the same."""
    assert claims(f"{words}, May 3, 2012") == [("published", "2012-05-03")]


def test_each_language_has_words_of_its_own() -> None:
    """German ones count in a German text."""
    assert claims("Fassung 2, 3. Mai 2012", GERMAN) == [("published", "2012-05-03")]
    assert claims("Talzeitung, 3. Mai 2012", GERMAN) == [("published", "2012-05-03"), ("publisher", "Talzeitung")]
