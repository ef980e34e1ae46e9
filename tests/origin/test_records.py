"""The claims and descriptions of a collection: the same whether all texts were searched first or not."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.documents import Document, Note, collection_of
from dedup.origin.chain import trace
from dedup.origin.extraction import describe, read_claims
from dedup.origin.records import NAMES, MetadataRecords, MetadataRows, Records, present
from dedup.origin.traced_documents import TracedDocument
from dedup.walks.scan import scan
from tests.origin.generated_texts import texts
from tests.origin.pages import BODY, fact
from tests.origin.test_candidate_lines import candidate_lines


@given(st.lists(texts(), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_no_source_is_lost_by_tracing_few_documents(documents: list[str]) -> None:
    """The documents that are traced of a searched collection give the provenances of all documents."""
    listed = [Document(str(number), text) for number, text in enumerate(documents)]
    records = Records(collection_of(listed))
    records._candidates = candidate_lines(documents)
    every = [
        TracedDocument(document.id, describe(document, claims), tuple(claims))
        for document in listed
        for claims in [read_claims(document)]
    ]
    assert trace(records.traced([]), []) == trace(every, [])
    assert [records.description(number) for number in range(len(listed))] == [one.description for one in every]
    assert records.publishers(range(len(listed))) == [one.description.publisher for one in every]


def test_a_text_of_very_many_credits_has_a_note() -> None:
    """Those between the first and the last thousand are not read, which nobody would see otherwise."""
    few, many = (
        "\n\n".join(f"This article was originally published by the Daily {number}." for number in range(count))
        for count in (2_000, 2_345)
    )
    notes = scan(collection_of([Document("few", few), Document("many", many), Document("none", BODY[0])])).notes
    assert notes == (Note("many", "2,345 lines may name its source; the first and last 1,000 are read"),)


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


def test_a_page_is_described_also_where_nobody_asks_for_claims() -> None:
    """Its name, writers and date are in the facts of its markup, not in columns."""
    facts = (fact("og:site_name", "Valley Post"), fact("author", "Jo Doe"), fact("date", "1709888400000"))
    page = Document("page", BODY, markup=facts)
    records = MetadataRecords(collection_of([page, Document("text", BODY, published="9:05 PM")]))
    assert records.described(0)[1:4] == ("Valley Post", "Jo Doe", "2024-03-08")
    assert records.described(1)[3] is None
