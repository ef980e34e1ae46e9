"""Sifting: texts that hold no stem are not read sentence by sentence, and nothing is lost by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.documents import Document, collection_of
from dedup.engines.local import Local
from dedup.kernels import compiled, vectorized
from dedup.provenance.language import languages
from dedup.provenance.reading import read_claims
from dedup.provenance.sifting import sift

if TYPE_CHECKING:
    from types import ModuleType

CREDITED = "Rivers rose again.\n\nTHIS ARTICLE WAS ORIGINALLY PUBLISHED in the Daily Times.\n\nThe end of it came soon."
GERMAN = (
    "Die Flüsse sind wieder gestiegen und der Regen hat nicht aufgehört, das ist nicht neu für die Region und das Land."
    "\n\nDieser Artikel erschien zuerst bei Spiegel Online.\n\nEs ist nicht das erste Mal, dass der Fluss steigt."
)
PLAIN = "Rivers rose again in the valley, and nobody was surprised by that."


@pytest.mark.parametrize("using", [vectorized, compiled])
@pytest.mark.parametrize("text", [CREDITED, GERMAN, PLAIN])
def test_claims_are_the_same_with_and_without_sifting(text: str, using: ModuleType) -> None:
    """What the search over the column leaves out could not have been a claim."""
    document = Document("x", text)
    found = sift(collection_of([document]), using, Local(1), lambda _units: None)
    assert read_claims(document, found[0]) == read_claims(document)


@pytest.mark.parametrize("using", [vectorized, compiled])
def test_a_text_that_claims_nothing_is_left_out(using: ModuleType) -> None:
    """The plain text holds nothing; the credited one does, in capitals too."""
    documents = [Document("plain", PLAIN), Document("credited", CREDITED)]
    plain, credited = sift(collection_of(documents), using, Local(1), lambda _units: None).holds.tolist()
    assert not plain
    assert credited


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.code)
def test_what_a_phrase_needs_is_part_of_it(language: object) -> None:
    """A phrase made of its own needs, in their order, cannot be refused by them."""
    for phrases in language.phrases.values():  # type: ignore[attr-defined]
        for phrase in phrases.patterns:
            line = " ".join(strings[0] for strings in phrase.needs)
            assert phrase.may_stand_in(line)
            assert not phrase.needs or not phrase.may_stand_in("")
