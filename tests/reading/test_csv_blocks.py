"""Reading CSV block by block by Arrow gives what reading it line by line gives."""

from __future__ import annotations

import csv as csv_module
import io
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.errors import InputError
from dedup.reading import csv
from dedup.reading.content import Content
from dedup.reading.csv import read_csv
from dedup.reading.options import ReadingOptions
from tests.reading.outcome import outcome_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.reading.builder import DocumentBuilder

HEADERS = [
    b"id,text",
    b"text",
    b"title,TEXT,author",
    b'"id";"text";"date"',
    b"text\turl",
    b"id,text,text",
    b"html,id",
    b"headline",
    b"",
    b'text,"a\nb",lang',
    b"text,ti\xe9",
    b"a\rb,text",
]


def in_chunks(content: bytes, broken: int | None) -> Iterator[bytes]:
    """Yield a header's worth of content, and then small pieces; an error follows where it is broken."""
    whole = content[:broken]
    yield from (whole[low:high] for low, high in [(0, 60), *((at, at + 50) for at in range(60, len(whole), 50))])
    if broken is not None:
        error = InputError("x.csv", "truncated")
        raise error


def read_as(content: bytes, block: int, broken: int | None, *, by_arrow: bool) -> tuple[Any, ...]:
    """Return all that can be seen of reading by Arrow, or record by record."""
    options = ReadingOptions(batch_bytes=100)

    def read(builder: DocumentBuilder) -> None:
        read_csv(Content("x.csv", in_chunks(content, broken)), options, builder)

    return outcome_of(read, csv, options, block, 0, by_arrow=by_arrow)


def read_both(content: bytes, block: int = 1 << 20, broken: int | None = None) -> tuple[Any, ...]:
    """Return all that can be seen of reading by Arrow, after holding it against reading line by line."""
    by_line, by_block = (read_as(content, block, broken, by_arrow=way) for way in (False, True))
    assert by_block == by_line
    return by_block


texts = st.text(max_size=8) | st.sampled_from(
    ["By A", " a ", 'a "b" c', "a\nb", "a\r\nb", "a,b;c\td", "é" * 40, "z" * 99]
)
plain = st.lists(texts, min_size=2, max_size=2) | st.lists(texts, min_size=1, max_size=4)
pieces = st.sampled_from([b'"', b'""', b",", b";", b"\n", b"\r", b"\r\n", b"a", b"\xe9", b"\xc3\xa9", b"\0", b" "])


@st.composite
def records(draw: st.DrawFn) -> bytes:
    """Return a record as a program would write it."""
    written, ends = io.StringIO(newline=""), draw(st.sampled_from(["\r\n", "\n"]))
    dialect = "unix" if draw(st.booleans()) else "excel"  # the former quotes all fields
    csv_module.writer(written, dialect, lineterminator=ends).writerow(draw(plain))
    return written.getvalue().encode()


strange = st.lists(pieces, max_size=9).map(lambda found: b"".join(found) + b"\n")
files = st.tuples(
    st.sampled_from(HEADERS[:2] * 6 + HEADERS),
    st.lists(records() | records() | records() | strange),
    st.sampled_from([b"", b"", b"1,last", b'1,"open\n\n', b'"']),
).map(lambda file: file[0] + b"\n" + b"".join(file[1]) + file[2])


@given(files, st.sampled_from([1, 70, 1000]), st.none() | st.none() | st.integers(0, 300))
@settings(deadline=None, max_examples=300)
def test_any_csv_gives_the_same(content: bytes, block: int, broken: int | None) -> None:
    """Documents, troubles, notes and their order do not depend on who reads, whatever the fields hold."""
    read_both(content, block, broken)


@pytest.mark.parametrize(
    "record",
    [
        b'2,"a ""quoted"" word"',
        b'2,"two\nlines"',
        b'2,"two\r\nlines"\r',
        b'2,""',
        b'2,""""',
        b'2,"a"b"c"',
        b'2,"a" ',
        b'2,a"b"',
        b'2, "a"',
        b"2,a\rb",
        b"2\rb",
        b"2,a\r\r",
        b"\r",
        b"\rb",
        b"",
        b"2",
        b"2,a,b",
        b"2,caf\xe9",
        b'2,"caf\xe9\nb"',
        b"2,caf\xc3\xa9",
        b'2,"' + "é".encode() * 100 + b'""' + b"a" * 62 + b'"',
        b",",
    ],
)
@pytest.mark.parametrize("block", [1, 64, 1 << 20])
def test_one_strange_record_among_plain_ones_gives_the_same(record: bytes, block: int) -> None:
    """Whatever a record breaks or stretches, it and its neighbours are read as they are line by line."""
    more = b"".join(b"%d,plain\n" % number for number in range(3, 13))
    documents = read_both(b"id,text\n1,plain\n" + record + b"\n" + more, block)[0]
    assert [one.text for one in documents if one.id != "2" and one.text].count("plain") == 11


def test_plain_records_are_left_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """What programs usually write, line ends in texts included, is read by Arrow alone."""
    monkeypatch.setattr(csv._Records, "_record", None)
    content = 'author,text,n,id\r\nBy A,"one\r\n""two""",1,x\r\n"","plain, text",,\r\n'
    documents = read_as(content.encode(), 1 << 20, None, by_arrow=True)[0]
    assert [(one.id, one.text, one.author) for one in documents] == [
        ("x", 'one\r\n"two"', "A"),
        ("x.csv#2", "plain, text", None),
    ]


def test_quote_that_is_never_closed_is_told_by_its_line() -> None:
    """However many blocks it swallows, and whatever lines came before."""
    content = b'id,text\n1,"one\ntwo"\n\n2,"' + b"three\n" * 20
    _, _, troubles, *_ = read_both(content, block=16)
    assert [one.reason for one in troubles] == [
        "its quote on line 5 is never closed, so the last 20 lines cannot be told apart"
    ]
