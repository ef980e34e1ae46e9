"""CSV, Parquet and NDJSON: each row of a result, in tables that other programs read."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from pyarrow import parquet

from dedup.errors import UsageError
from dedup.report.formats import RenderOptions, render_chunks
from dedup.report.row_files import require_section, section_names
from dedup.report.spreadsheets import without_formula
from tests.report.examples import crowd_result, empty_result

if TYPE_CHECKING:
    from dedup.results import ScanResult


def written(name: str, section: str, result: ScanResult | None = None) -> bytes:
    """Return a section of the crowd, or of another result, in a format."""
    shown = crowd_result(3) if result is None else result
    return b"".join(render_chunks(shown, name, RenderOptions(section=section)))


def rows_of(content: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV file as Python's own reader has them."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_csv_has_a_row_for_each_pair() -> None:
    """Three pairs are three rows, with the names of both documents and the figures as they are in JSON."""
    rows = rows_of(written("csv", "copies"))
    assert [row["shared_words"] for row in rows] == ["1234567", "1234568", "1234569"]
    assert {row["jaccard"] for row in rows} == {"0.99951"}
    assert rows[2]["b"] == "corpus/part-00000.jsonl.gz#0"


def test_a_section_without_rows_has_its_header() -> None:
    """A program that reads a table that is empty finds its columns."""
    assert written("csv", "edits") == b'"a","b","kind","count","example"\n'
    assert written("ndjson", "edits") == b""
    assert parquet.read_table(io.BytesIO(written("parquet", "edits"))).num_rows == 0


@pytest.mark.parametrize(
    "text", ["=1", " =1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "\uff0b1", "\u200b=1", "a=b", "'="]
)
def test_no_cell_of_csv_is_a_formula(text: str) -> None:
    """Arrow finds the same formulas that are found one by one."""
    result = replace(crowd_result(1), boilerplate=(replace(crowd_result(1).boilerplate[0], text=text),))
    (row,) = rows_of(written("csv", "boilerplate", result))
    assert row["text"] == without_formula(text.replace("\r", "\ufffd"))


def test_csv_cannot_steer_a_terminal() -> None:
    """The escape sequence in a name is shown, and Parquet has the name as it is."""
    assert b"\x1b" not in written("csv", "copies")
    table = parquet.read_table(io.BytesIO(written("parquet", "copies")))
    assert table["a"][2].as_py() == "notes|with [brackets] <b>and</b> *stars*\x1b[31m.md"


def test_line_ends_and_quotation_marks_stay_in_their_cell() -> None:
    """A text with a line end, a comma and quotation marks is one cell."""
    text = 'He said "no",\nand left; \u2028 again'
    result = replace(crowd_result(1), boilerplate=(replace(crowd_result(1).boilerplate[0], text=text),))
    (row,) = rows_of(written("csv", "boilerplate", result))
    assert row["text"] == text


def test_ndjson_holds_all_tables_or_one() -> None:
    """Without a section each object says of which table it is; with one, it has the columns only."""
    everything = [json.loads(line) for line in written("ndjson", "").decode().split("\n") if line]
    assert [row["relation"] for row in everything if row["table"] == "copies"] == ["near-identical"] * 3
    assert {row["table"] for row in everything} >= {"documents", "passages", "clusters", "edges", "claims"}
    (first, *_) = [json.loads(line) for line in written("ndjson", "sources").decode().split("\n") if line]
    assert first == {
        "document": crowd_result(1).sources[0].document,
        "words": 400,
        "marked_words": 20,
        "new_words": 80,
    }


def test_parquet_has_types() -> None:
    """Counts are whole numbers and shares are floats."""
    schema = parquet.read_schema(io.BytesIO(written("parquet", "copies")))
    assert schema.field("shared_words").type == pa.int64()
    assert schema.field("jaccard").type == pa.float64()
    assert schema.field("relation").type == pa.string()


def test_a_surrogate_in_a_name_does_not_end_it() -> None:
    """Python has lone surrogates in file names that are not UTF-8; they become U+FFFD, as in JSON."""
    document = replace(empty_result().documents[0], id="caf\udce9.txt")
    result = replace(empty_result(), documents=(document,))
    assert rows_of(written("csv", "documents", result))[0]["id"] == "caf\ufffd.txt"


def test_one_file_needs_a_section() -> None:
    """CSV of everything is refused with the names of the sections, and so is a section that is none."""
    with pytest.raises(UsageError, match="--section says which: unreadable, notes, documents, repetitions, copies"):
        written("csv", "")
    with pytest.raises(UsageError, match="no section 'pairs'; the sections are unreadable"):
        require_section("pairs")
    assert {"copies", "passages", "repetitions", "clusters", "cluster_members", "documents"} <= set(section_names())


def test_no_line_is_a_command_to_the_log_of_a_build() -> None:
    """A text of several lines may begin one with ``::error``; in CSV a zero-width space ends that."""
    text = "one\n::error::two\n  ::warning::three ##[group] ##vso[task]"
    result = replace(crowd_result(1), boilerplate=(replace(crowd_result(1).boilerplate[0], text=text),))
    shown = written("csv", "boilerplate", result).decode()
    assert "one\n:\u200b:error::two\n  :\u200b:warning::three ##\u200b[group] ##\u200bvso[task]" in shown
    assert b"##[" not in written("ndjson", "boilerplate", result)
    (row,) = [json.loads(line) for line in written("ndjson", "boilerplate", result).splitlines()]
    assert row["text"] == text


def test_a_carriage_return_does_not_move_the_cursor() -> None:
    """In a terminal, what stands behind it would cover what stands before."""
    row = replace(crowd_result(1).boilerplate[0], text="one\rtwo")
    result = replace(crowd_result(1), boilerplate=(row,))
    assert b"one\xef\xbf\xbdtwo" in written("csv", "boilerplate", result)
