"""JSON Lines become documents, nothing changed and nothing lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.documents import Document
from dedup.line_ends import with_line_feeds
from dedup.progress import SILENT
from dedup.reading.builder import DocumentBuilder
from dedup.reading.content import Content
from dedup.reading.decoding import lines_of
from dedup.reading.inputs import read_paths
from dedup.reading.jsonl import read_jsonl
from dedup.reading.options import ReadingOptions

if TYPE_CHECKING:
    from pathlib import Path

    from dedup.documents import Collection


def read_bytes(content: bytes, options: ReadingOptions | None = None, size: int = 1 << 16) -> Collection:
    options = options or ReadingOptions()
    builder = DocumentBuilder(options, SILENT)
    chunks = (content[at : at + size] for at in range(0, len(content), size))
    read_jsonl(Content("x.jsonl", chunks), options, builder)
    return builder.collection()


def test_known_columns_become_fields(tmp_path: Path) -> None:
    """Every field of a document has its column, under its usual names."""
    row = {
        "id": "n1",
        "text": "Words.",
        "url": "https://a.example/1",
        "title": "T",
        "source": "Daily",
        "author": ["A", "B"],
        "date": "2012-10-22",
        "lang": "en",
        "other": 1,
    }
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row))
    assert list(read_paths([path])) == [
        Document("n1", "Words.", str(path), "T", "Daily", "A, B", "2012-10-22", "en", "https://a.example/1")
    ]


def test_an_author_is_a_name_without_by() -> None:
    """A column that holds whole bylines gives the names in them."""
    content = b'{"text": "a", "author": "By ANN, Wire Writer"}\n{"text": "b", "author": "Byron"}\n{"text": "c"}\n'
    assert read_bytes(content).column("author") == ["ANN, Wire Writer", "Byron", None]


def test_column_that_is_named_is_the_only_one_taken() -> None:
    """With ``text=body`` a row without ``body`` lacks its text, whatever else it has."""
    content = b'{"text": "no", "body": "yes"}\n{"text": "no"}\n'
    found = read_bytes(content, ReadingOptions(columns={"text": "body"}))
    assert found.column("text") == ["yes"]
    assert found.unreadable[0].path == "x.jsonl#2"
    assert "'body'" in found.unreadable[0].reason


@pytest.mark.parametrize("name", ["text", "body", "content", "article", "raw_content", "Text", "BODY"])
def test_text_column_is_guessed(name: str) -> None:
    """The usual names are known, in any letter case."""
    assert read_bytes(json.dumps({"n": 1, name: "words"}).encode()).column("text") == ["words"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"a b"', "a b"),
        ("17", "17"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("1.50", "1.50"),
        ("null", "x.jsonl#1"),
        ('""', "x.jsonl#1"),
        ("true", "true"),
        ('{"$oid": "5f"}', '{"$oid": "5f"}'),
    ],
)
def test_id_column_is_unchanged(written: str, expected: str) -> None:
    """No digit of an id is lost, however long; without one it is path and line."""
    assert read_bytes(f'{{"id": {written}, "text": "a"}}'.encode()).column("id") == [expected]


def test_row_with_empty_text_is_a_document() -> None:
    """An empty text is a text; only null is none."""
    found = read_bytes(b'{"text": ""}')
    assert found.column("text") == [""]
    assert not found.unreadable


def test_lone_surrogates_are_replaced_and_noted() -> None:
    """Half a surrogate pair is no character; a whole pair is one."""
    found = read_bytes(b'{"text": "a \\ud800 b \\ud83d\\ude00", "title": "\\udc00"}\n{"text": "c"}')
    assert found.column("text") == ["a \ufffd b \U0001f600", "c"]
    assert found.column("title") == ["\ufffd", None]
    assert [note.note for note in found.notes] == ["1 row with lone surrogates, which became U+FFFD"]


def test_python_number_words_are_read() -> None:
    """NaN is no JSON, but Python writes it, and the text beside it is sound."""
    assert read_bytes(b'{"score": NaN, "text": "a"}').column("text") == ["a"]


def test_lines_in_another_encoding_are_decoded_and_counted() -> None:
    """Each line is decoded by itself; the note says how many and as what."""
    text = "Le président a déclaré que la coopération était nécessaire"
    content = f'{{"text": "{text}"}}\n'.encode("cp1252") * 3 + b'{"text": "plain"}\n'
    found = read_bytes(content)
    assert found.column("text") == [text] * 3 + ["plain"]
    assert [note.note for note in found.notes] == ["3 lines are not UTF-8: read as cp1252"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32"])
def test_marked_encodings_are_read(encoding: str) -> None:
    """A byte order mark is believed for rows too."""
    assert read_bytes('{"text": "Zürich"}\r\n{"text": "東京"}'.encode(encoding)).column("text") == ["Zürich", "東京"]


def test_encoding_of_the_call_is_taken_and_its_breach_told() -> None:
    """What the call names is used without guessing; where the bytes break it, the rows before are kept."""
    content = '{"text": "Łódź"}\n'.encode("cp1250")
    assert read_bytes(content, ReadingOptions(encoding="cp1250")).column("text") == ["Łódź"]
    broken = read_bytes(b'{"text": "a"}\n' * 20 + b"\xff\n", ReadingOptions(encoding="utf-8"), size=100)
    assert len(broken) == 14  # seven whole chunks of 100 bytes hold 50 of these 14-byte lines; the last chunk is lost
    assert "not utf-8" in broken.unreadable[0].reason


def test_json_over_several_lines_is_told_once() -> None:
    """A pretty-printed array is one mistake, not one for every line."""
    found = read_bytes(json.dumps([{"text": "a"}, {"text": "b"}], indent=1).encode())
    assert len(found.unreadable) == 1
    assert "over several lines" in found.unreadable[0].reason


def test_deeply_nested_values_do_no_harm() -> None:
    """Metadata of a strange shape says nothing, and the text beside it is read."""
    deep = "[" * 900 + "]" * 900
    found = read_bytes(f'{{"text": "a", "author": {deep}, "id": {deep}}}\n{{"text": {"[" * 9000}}}\n'.encode())
    assert found.column("text") == ["a"]
    assert found.column("author") == [None]
    assert [one.path for one in found.unreadable] == ["x.jsonl#2"]


def test_html_column_is_read_as_pages() -> None:
    """A row's page gives its main text; what the row says outweighs what the page says."""
    paragraphs = ["A first sentence of some length." + " It goes on." * 9, "A second one, as long." + " So it is." * 9]
    page = (
        "<html lang='en'><head><title>Of the page</title><link rel='canonical' href='https://b.example/x'></head>"
        f"<body><article><p>{paragraphs[0]}</p><p>{paragraphs[1]}</p></article></body></html>"
    )
    rows = [{"html": page, "url": "https://a.example/1", "title": "Of the row"}, {"html": "<html><body></body></html>"}]
    found = read_bytes("\n".join(map(json.dumps, rows)).encode())
    assert found[0].text == "\n\n".join(paragraphs)
    assert (found[0].title, found[0].url, found[0].language) == ("Of the row", "https://a.example/1", "en")
    facts = [(fact.kind, fact.value) for fact in found[0].markup]
    assert facts == [("lang", "en"), ("canonical", "https://b.example/x"), ("title", "Of the page")]
    assert [one.path for one in found.unreadable] == ["x.jsonl#2"]


def test_batches_are_closed_by_their_bytes() -> None:
    """No batch holds much more than asked for, and the documents do not depend on the batches."""
    content = b"".join(b'{"text": "%d"}\n' % number for number in range(100))
    whole, small = read_bytes(content), read_bytes(content, ReadingOptions(batch_bytes=10))
    assert len(whole.batches) == 1
    assert max(batch.num_rows for batch in small.batches) == 10
    assert list(whole) == list(small)


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))), st.integers(1, 9))
def test_lines_do_not_depend_on_chunks(lines: list[str], size: int) -> None:
    """However the bytes are cut, the lines are those between the line feeds."""
    data = "\n".join(lines).encode()
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    expected = data.split(b"\n")
    if not expected[-1]:
        expected.pop()
    assert list(lines_of(chunks)) == expected


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))), st.booleans())
def test_any_text_comes_back_as_it_was_written(texts: list[str], escaped: bool) -> None:
    """Every character survives, written plainly or escaped; a line end of classic Mac OS becomes a line feed."""
    content = "".join(json.dumps({"text": text}, ensure_ascii=escaped) + "\n" for text in texts)
    assert read_bytes(content.encode() or b"\n").column("text") == [with_line_feeds(text) for text in texts]


@given(st.binary(max_size=200))
def test_any_bytes_are_documents_or_told(content: bytes) -> None:
    """No line, however broken, ends in a traceback or changes another."""
    found = read_bytes(b'{"text": "before"}\n' + content + b'\n{"text": "after"}\n')
    assert found.unreadable or {"before", "after"} <= set(found.column("text"))
