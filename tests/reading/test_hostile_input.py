"""Damaged, hostile and unlucky input: each costs its own document one reason, and nothing else."""

from __future__ import annotations

import gzip
import struct
import time
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from dedup.errors import UsageError
from dedup.progress import SILENT
from dedup.reading.builder import DocumentBuilder
from dedup.reading.inputs import read_contents, read_paths
from dedup.reading.jsonl import _is_deep
from dedup.reading.line_blocks import byte_positions
from dedup.reading.options import ReadingOptions

if TYPE_CHECKING:
    from pathlib import Path

    from dedup.documents import Collection

WORDS = "plain words of a text that is read as well"
PARAGRAPH = f"<p>{WORDS}, which is a paragraph of some length so that it is found as the main text of its page.</p>"


def page(body: str = PARAGRAPH, head: str = "") -> bytes:
    return f"<html><head><title>A page</title>{head}</head><body>{body}</body></html>".encode()


def json_ld(block: str) -> bytes:
    return page(head=f'<script type="application/ld+json">{block}</script>')


def read(name: str, data: bytes | str, options: ReadingOptions | None = None) -> Collection:
    content = data.encode() if isinstance(data, str) else data
    return read_contents([(name, content), ("good.txt", WORDS.encode())], options or ReadingOptions())


def reason_of(found: Collection) -> str:
    """Return why the one input cannot be read, beside which the good one is."""
    assert found.column("id") == ["good.txt"]
    (only,) = found.unreadable
    return only.reason


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError(), "it takes more memory than there is"),
        (RecursionError("maximum"), "it is nested too deeply"),
        (KeyError("x"), "cannot be read (KeyError: 'x')"),
        (SystemError(), "cannot be read (SystemError)"),
        (OSError(5, "Input/output error"), "input/output error"),
    ],
)
def test_whatever_a_reader_raises_is_the_reason_of_its_document(error: Exception, reason: str) -> None:
    """The next library's exception is caught too, and the next document is read."""

    def broken(*_: object) -> None:
        raise error

    builder = DocumentBuilder(ReadingOptions(), SILENT)
    assert not builder.attempt("a", broken)
    builder.attempt("b", builder.add, "text", ("b", None, None, None, None, None, None, None, None))
    found = builder.collection()
    assert [(one.path, one.reason) for one in found.unreadable] == [("a", reason)]
    assert found.column("id") == ["b"]


def test_wrong_use_is_no_fault_of_a_document() -> None:
    """It ends the call, as it did."""

    def wrong() -> None:
        msg = "no such option"
        raise UsageError(msg)

    with pytest.raises(UsageError):
        DocumentBuilder(ReadingOptions(), SILENT).attempt("a", wrong)


@pytest.mark.parametrize(
    ("name", "data", "column", "value"),
    [
        ("a.md", f'---\ntitle: "A party \\ud83d\\ude00"\n---\n{WORDS}', "title", "A party \U0001f600"),
        ("a.md", f'---\ntitle: "A party \\ud83d"\n---\n{WORDS}', "title", None),
        ("a.md", f'---json\n{{"title": "A party \\ud83d!"}}\n---\n{WORDS}', "title", "A party \ufffd!"),
        ("a.html", json_ld('{"@type":"Article","headline":"A party \\ud83d"}'), "title", "A party \ufffd"),
        ("a.html", json_ld('{"@type":"Article","headline":"A \\ude00\\ud83d b"}'), "title", "A \ufffd\ufffd b"),
        ("a.json", f'[{{"id":"\\udc00","title":"half \\ud83d","text":"{WORDS}"}}]', "title", "half \ufffd"),
        ("a.jsonl", f'{{"title":"half \\ud83d","text":"{WORDS}"}}\n', "title", "half \ufffd"),
    ],
)
def test_half_a_character_becomes_u_fffd(name: str, data: bytes | str, column: str, value: str | None) -> None:
    """Escapes can write half an emoji, in every format that has escapes; two halves are the emoji."""
    found = read(name, data)
    assert len(found) == 2
    if value is not None:
        assert found.column(column)[0] == value


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.md", "+++\nn = " + "1" * 4301 + "\n+++\n" + WORDS),
        ("a.md", "+++\ntitle = 0x" + "f" * 5000 + "\n+++\n" + WORDS),
        ("a.md", "+++\nn = " + "[" * 5000 + "\n+++\n" + WORDS),
        ("a.md", "---\na: " + "[" * 8000 + "\n---\n" + WORDS),
        ("a.md", "---\na: " + "{a: " * 8000 + "\n---\n" + WORDS),
        ("a.md", "---\n" + "".join(" " * depth + "k:\n" for depth in range(400)) + "---\n" + WORDS),
        ("a.md", '---json\n{"a":' + "[" * 9000 + "\n---\n" + WORDS),
        ("a.html", page(head=f"<title>&#{'1' * 4301};</title>")),
        ("a.html", page(head=f'<meta name="author" content="&#{"9" * 5000};">')),
        ("a.html", json_ld('{"@type":"Article","a":' + "[" * 9000 + "}")),
        ("a.html", json_ld('{"@type":"Article","position":' + "1" * 5000 + "}")),
    ],
)
def test_what_stands_around_a_text_does_not_lose_it(name: str, data: bytes | str) -> None:
    """Front matter and markup that no parser takes leave the text itself to be read."""
    found = read(name, data)
    assert found.unreadable == ()
    assert all(WORDS in text for text in found.texts())


def test_a_row_that_cannot_be_parsed_costs_only_itself() -> None:
    """An id that is a number makes a row be read again, by a reader that goes no deeper than Python's calls."""
    deep = f'{{"id":1.5,"text":"{WORDS}","x":{"[" * 1000}{"]" * 1000}}}'
    found = read("a.jsonl", f'{{"text":"first"}}\n{deep}\n{{"text":"last"}}\n')
    assert found.column("text") == ["first", "last", WORDS]
    assert [(one.path, one.reason) for one in found.unreadable] == [("a.jsonl#2", "it is nested too deeply")]


@pytest.mark.parametrize(
    "control", ["\x01", "\x0b", "\x0c", "\x1b[31m", "\ufffe", "\0", "&#1;", "&#11;", "&#x1F;", "&#xFFFF;"]
)
def test_a_control_character_does_not_lose_a_page(control: str) -> None:
    """Neither in a word of its text nor in an attribute, written or as a reference."""
    body = PARAGRAPH.replace("plain", f"pl{control}ain") + f'<p class="{control}">More.</p>'
    found = read("a.html", page(body))
    assert found.unreadable == ()
    assert "words of a text" in found.text(0)


def _damaged(offsets: tuple[int, int]) -> bytes:
    """Return an Arrow file of one text whose offsets in the file are others."""
    sink = pa.BufferOutputStream()
    table = pa.table({"text": ["T" * 35]})
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    data = sink.getvalue().to_pybytes()
    at = data.rfind(struct.pack("<ii", 0, 35), 0, data.find(b"T" * 35))
    return bytes(data[:at] + struct.pack("<ii", *offsets) + data[at + 8 :])


@pytest.mark.parametrize("offsets", [(0, 0x7FFFFFFF), (0, 60000), (0, -5), (-1, 35), (30, 10)])
def test_offsets_beyond_the_memory_of_a_batch_are_damage(offsets: tuple[int, int]) -> None:
    """Arrow itself would read there: a crash, or memory of the process as a text."""
    assert "damaged columns" in reason_of(read("a.arrow", _damaged(offsets)))


def test_indices_beyond_a_dictionary_are_damage() -> None:
    """A column of a few values has an index in each row."""
    sink = pa.BufferOutputStream()
    table = pa.table({"text": pa.array(["one", "two"]).dictionary_encode()})
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    data = sink.getvalue().to_pybytes()
    at = data.rfind(struct.pack("<ii", 0, 1))
    assert "damaged columns" in reason_of(read("a.arrow", data[:at] + struct.pack("<ii", 0, 99) + data[at + 8 :]))


def test_a_column_name_that_is_not_utf_8_is_damage(tmp_path: Path) -> None:
    """Somebody wrote the schema in another encoding."""
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["words"], "n\u00e9m": ["x"]}), path, compression="none")
    assert "damaged Parquet" in reason_of(read("a.parquet", path.read_bytes().replace("n\u00e9m".encode(), b"n\xe9mx")))


def test_a_number_of_thousands_of_digits_is_told_in_words() -> None:
    """The reason named a function of Python by which a reader of the report could change nothing."""
    line = f'{{"text": "{WORDS}", "id": {"9" * 5000}}}'
    assert reason_of(read("a.jsonl", line)) == "JSON with a number of more than 4,300 digits"
    assert reason_of(read("a.json", f"[{line}]")) == "JSON with a number of more than 4,300 digits"


def test_feather_of_version_1_is_refused() -> None:
    """Its reader in Arrow checks nothing."""
    assert "version 1" in reason_of(read("a.feather", b"FEA1\0\0\0\0" + b"x" * 40))


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_text_that_unpacks_to_more_than_a_document_is_told(pack: object) -> None:
    """The size that counts is that of the text, however few bytes hold it."""
    packed = pack(b" " * (3 << 20))  # type: ignore[operator]
    reason = reason_of(read("a.txt.gz", packed, ReadingOptions(max_document=1 << 20)))
    assert reason == "it has more than 1 MB (--max-document)"


def test_a_table_that_grows_a_thousandfold_breaks_off() -> None:
    """Blank lines without end are no documents, and would take hours to pass over."""
    packed = zstandard.compress(b'{"text":"first"}\n' + b"\n" * (40 << 20))
    found = read("a.jsonl.zst", packed, ReadingOptions(max_document=1 << 20))
    assert found.column("text") == ["first", WORDS]
    assert "more than 1,000 times its size" in found.unreadable[0].reason


def test_a_table_of_equal_rows_is_no_bomb() -> None:
    """What repeats is what the program is for: below four documents' size, nobody asks how it was packed."""
    packed = zstandard.compress(f'{{"text":"{WORDS}"}}\n'.encode() * 20_000)
    found = read("a.jsonl.zst", packed, ReadingOptions(max_document=1 << 20))
    assert len(found) == 20_001


@pytest.mark.parametrize("arrow", [False, True])
@pytest.mark.parametrize(("name", "row"), [("a.jsonl", '{{"text":"{}"}}\n'), ("a.csv", '"{}"\n')])
def test_a_row_of_more_than_a_document_costs_only_itself(
    monkeypatch: pytest.MonkeyPatch, name: str, row: str, *, arrow: bool
) -> None:
    """Rows before and behind are read, by both ways of reading."""
    monkeypatch.setattr(DocumentBuilder, "arrow_pays", lambda _builder, _size: arrow)
    rows = "".join(row.format(text) for text in ("first", "x" * 300_000, "last"))
    data = rows if name == "a.jsonl" else "text\n" + rows
    found = read(name, data, ReadingOptions(max_document=100_000))
    assert found.column("text") == ["first", "last", WORDS]
    assert [one.path for one in found.unreadable] == [f"{name}#2"]


def test_a_row_of_parquet_of_more_than_a_document_costs_only_itself(tmp_path: Path) -> None:
    """Columns are taken as they lie, without the rows that are too large."""
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["first", "x" * 300_000, "last"]}), path)
    found = read_paths([path], ReadingOptions(max_document=100_000))
    assert found.column("text") == ["first", "last"]
    assert [one.path for one in found.unreadable] == [f"{path}#2"]


def test_a_dictionary_of_long_texts_is_read_some_rows_at_a_time(tmp_path: Path) -> None:
    """A thousand rows that name one text of a megabyte are not a gigabyte at a time."""
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": pa.array(["y" * (1 << 20)] * 1000)}), path, compression="zstd")
    found = read_paths([path], ReadingOptions(max_document=32 << 20))
    assert "more than 1,000 times" in found.unreadable[0].reason
    assert 0 < len(found) <= 128  # those of the batches before the limit; a batch of a thousand would have none


def test_rows_of_a_long_dictionary_are_decoded_some_at_a_time(tmp_path: Path) -> None:
    """An Arrow file of a megabyte may name its one text a hundred thousand times."""
    path = tmp_path / "a.arrow"
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int32()), pa.array(["y" * (1 << 20)]))
    table = pa.table({"text": texts})
    with pa.ipc.new_file(path, table.schema) as writer:
        writer.write_table(table)
    found = read_paths([path], ReadingOptions(max_document=1 << 20))
    assert "more than 1,000 times its size" in found.unreadable[0].reason


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("brackets.md", "---\na: " + "[" * 90_000 + "\n---\n" + WORDS),
        ("dots.md", "+++\n" + "a." * 45_000 + "b = 1\n+++\n" + WORDS),
        ("authors.html", json_ld('{"@type":"Article","author":[' + ",".join(f'"name{n}"' for n in range(8000)) + "]}")),
        ("wrapped.html", json_ld("{}" + ";" * 90_000)),
        ("comments.html", json_ld("<!--" * 22_000)),
        ("deleted.html", page(PARAGRAPH + "<p>" + "<del>x" * 15_000)),
        ("tables.html", page(PARAGRAPH + "<table><tr><td>" * 6000)),
        ("nested.html", page("<div>" * 19_000 + PARAGRAPH)),
        ("short.html", page(PARAGRAPH + '<p class="comment">x</p>' * 3500)),
    ],
)
def test_time_grows_with_the_size_of_an_input(name: str, data: bytes | str) -> None:
    """Parsers that take the square of something took from 4 to 40 seconds for each of these, of less than 100 kB."""
    read("warm.html", page())
    start = time.process_time()
    found = read(name, data)
    assert time.process_time() - start < 4  # 2 on a quiet machine
    assert len(found) + len(found.unreadable) == 2  # libxml2 leaves out what is nested more than 2,000 levels deep


@pytest.mark.parametrize("lines", [3, 200])
@pytest.mark.parametrize("brackets", [499, 500])
def test_a_line_with_many_brackets_is_found_among_others(lines: int, brackets: int) -> None:
    """Five hundred brackets count where one line opens them, and not several lines, wherever that line is."""
    other, long = (b'{"x":"' + b"[" * (count - 1) + b'"}' for count in (300, brackets))
    for place in (0, lines // 2, lines):
        block = b"\n".join([*[other] * place, long, *[other] * (lines - place)]) + b"\n"
        assert _is_deep(block, byte_positions(block, ord("\n"))) == (brackets == 500)
