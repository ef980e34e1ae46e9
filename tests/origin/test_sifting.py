"""Sifting: lines that hold no sign of a claim are not read, and nothing is lost by it."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import kernels
from dedup.documents import Document, collection_of
from dedup.engines.local import Local
from dedup.origin.chain import TracedDocument, trace
from dedup.origin.language import languages, languages_of
from dedup.origin.marks import CLOSING, COPYRIGHT, CREDITS, HEAD, OPENING, TAIL
from dedup.origin.metadata import NAMES, MetadataRows, present
from dedup.origin.reading import describe, read_claims
from dedup.origin.records import Records
from dedup.origin.sifting import Sifted, sift
from tests.origin.phrasing import BODY, texts

CREDITED = "Rivers rose again.\n\nTHIS ARTICLE WAS ORIGINALLY PUBLISHED in the Daily Times.\n\nThe end of it came soon."
GERMAN = (
    "Die Flüsse sind wieder gestiegen und der Regen hat nicht aufgehört, das ist nicht neu für die Region und das Land."
    "\n\nDieser Artikel erschien zuerst bei Spiegel Online.\n\nEs ist nicht das erste Mal, dass der Fluss steigt."
)
PLAIN = "Rivers rose again in the valley, and nobody was surprised by that."


def sifted(documents: list[str]) -> Sifted:
    """Return what some texts may hold."""
    collection = collection_of([Document(str(number), text) for number, text in enumerate(documents)])
    return sift(collection, kernels, Local(1), lambda _count: None)


@given(st.lists(texts(), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_no_claim_is_lost_by_sifting(documents: list[str]) -> None:
    """Phrases of all languages, in any case, marked, broken, disguised, are read with the search as without it."""
    found = sifted(documents)
    for number, text in enumerate(documents):
        document = Document("x", text)
        claims = read_claims(document)
        sift = found.of(number, text.encode())
        assert read_claims(document, sift) == claims
        assert describe(document, claims, sift) == describe(document, claims)
        assert sift.spoken == languages_of(text)


@pytest.mark.parametrize("text", [CREDITED, GERMAN, PLAIN, "", "\n\n", BODY[0]])
def test_claims_are_the_same_with_and_without_sifting(text: str) -> None:
    """Also of texts without any, and of no text."""
    assert read_claims(Document("x", text), sifted([text]).of(0, text.encode())) == read_claims(Document("x", text))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (PLAIN, 0),
        (CREDITED, CREDITS),
        (GERMAN, CREDITS),
        (f"By Ann Example\n\n{BODY[0]}", HEAD),
        (f"OSLO (AP) — {BODY[0]}", OPENING),
        (f"{BODY[0]}\n(Reuters)", CLOSING),
        (f"{BODY[0]}\nSubscribe now", TAIL),
        (f"{BODY[0]}\n© 2012 Herald", TAIL | COPYRIGHT),
    ],
    ids=["nothing", "English", "German", "byline", "dateline", "agency", "notice", "copyright"],
)
def test_a_text_may_hold_what_it_has_a_sign_of(text: str, holds: int) -> None:
    """And nothing else, in texts as plain as these."""
    assert int(sifted([text]).holds[0]) == holds


@pytest.mark.parametrize(
    ("text", "holds", "says"),
    [
        (f"{BODY[0]}\n© 2012 AP", TAIL | COPYRIGHT, TAIL | COPYRIGHT),
        (f"{BODY[0]}\n© 2012 Herald", TAIL | COPYRIGHT, TAIL),
        (f"{BODY[0]}\nNo copyright was claimed", TAIL | COPYRIGHT, 0),
        (f"OSLO (AP) — {BODY[0]}", OPENING, OPENING),
        (f"Oslo (AP) was dry. {BODY[0]}", OPENING, 0),
        (f"{BODY[0]}\n(Reuters)", CLOSING, CLOSING),
        (f"{BODY[0]}\nThey were called non-AP", CLOSING, 0),
        (f"By Ann Example\n\n{BODY[0]}", HEAD, HEAD),
        (f"By all of them\n\n{BODY[0]}", HEAD, 0),
        (CREDITED, CREDITS, CREDITS),
    ],
)
def test_a_line_that_says_nothing_by_itself_is_not_read_again(text: str, holds: int, says: int) -> None:
    """A sign is no claim: each line that has one is read once, and many say nothing wherever they stand."""
    found = sifted([text])
    assert (int(found.holds[0]), found.of(0, text.encode()).holds) == (holds, says)


@given(st.lists(texts(), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_no_source_is_lost_by_tracing_few_documents(documents: list[str]) -> None:
    """What is traced of a sifted collection says as much as all documents do."""
    listed = [Document(str(number), text) for number, text in enumerate(documents)]
    records = Records(collection_of(listed))
    records._sifted = sifted(documents)
    every = [
        TracedDocument(document.id, describe(document, claims), tuple(claims))
        for document in listed
        for claims in [read_claims(document)]
    ]
    assert trace(records.traced([]), []) == trace(every, [])
    assert [records.description(number) for number in range(len(listed))] == [one.description for one in every]
    assert records.publishers(range(len(listed))) == [one.description.publisher for one in every]


def test_rows_of_metadata_are_the_same_in_any_order() -> None:
    """In order they are read in blocks, out of it one by one."""
    documents = [Document(str(number), "", title=f"T{number}", language="en") for number in range(600)]
    rows = MetadataRows(collection_of(documents))
    expected = [tuple(getattr(document, name) for name in NAMES) for document in documents]
    order = [*range(600), 5, 599, 0, 1, 2, 300, 299, 301]
    assert [rows[number] for number in order] == [expected[number] for number in order]


def test_cells_with_a_value_are_told_from_those_without() -> None:
    """Also in a slice, and where no cell is empty."""
    column = pa.array(["a", None, "b", None, None, "c", "d", None, None, "e"])
    assert present(column).tolist() == column.is_valid().to_pylist()
    assert present(column[3:9]).tolist() == [False, False, True, True, False, False]
    assert present(pa.array(["a", "b"])).all()


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.code)
def test_what_a_phrase_needs_is_part_of_it(language: object) -> None:
    """A phrase made of its own needs, in their order, cannot be refused by them."""
    for phrases in language.phrases.values():  # type: ignore[attr-defined]
        for phrase in phrases.patterns:
            line = " ".join(strings[0] for strings in phrase.needs)
            assert phrase.may_stand_in(line)
            assert not phrase.needs or not phrase.may_stand_in("")
