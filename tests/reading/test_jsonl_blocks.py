"""Reading JSON Lines block by block by Arrow gives what reading them line by line gives."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.errors import InputError
from dedup.reading import jsonl
from dedup.reading.content import Content
from dedup.reading.fields import COLUMN_NAMES
from dedup.reading.jsonl import read_jsonl
from dedup.reading.options import ReadingOptions
from tests.reading.outcome import outcome_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.reading.builder import DocumentBuilder

NAMES = ["text", "body", "html", "id", "title", "source", "publisher", "author", "date", "lang", "url"]
STRANGE = ["Text", "TEXT", "Body", "Html", "Title", "\u017fource", "\u0131d", "ID", "Ürl", "", "né", 'a"b', "b\\", "\n"]
COLUMNS: list[dict[str, str]] = [
    {},
    {"text": "body"},
    {"text": "né", "title": "né"},
    {"title": "Text", "id": "b\\"},
    {"text": "TEXT", "author": "url"},
    {"html": "html"},
]
EVERY = "".join(chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)


def read_both(
    content: bytes, columns: dict[str, str] | None = None, block: int = 1 << 20, few: int = 0, broken: int | None = None
) -> Any:
    """Return all that can be seen of reading by Arrow, after holding it against reading line by line.

    With `broken`, the input breaks off there.
    """
    options = ReadingOptions(columns=columns or {}, batch_bytes=100)
    by_line, by_block = (read_as(content, options, block, few, broken, by_arrow=way) for way in (False, True))
    assert by_block == by_line
    return by_block


def in_chunks(content: bytes, broken: int | None) -> Iterator[bytes]:
    """Yield the content in small pieces; an error follows where it is broken."""
    yield from (content[:broken][at : at + 50] for at in range(0, len(content[:broken]), 50))
    if broken is not None:
        error = InputError("x.jsonl", "truncated")
        raise error


def read_as(
    content: bytes, options: ReadingOptions, block: int, few: int, broken: int | None = None, *, by_arrow: bool
) -> tuple[Any, ...]:
    """Return all that can be seen of reading by Arrow, or line by line."""

    def read(builder: DocumentBuilder) -> None:
        read_jsonl(Content("x.jsonl", in_chunks(content, broken)), options, builder)

    return outcome_of(read, jsonl, options, block, few, by_arrow=by_arrow)


strings = st.text(max_size=8) | st.sampled_from(
    ["By Ann", "by:  B", "BY C", "by:", "  x\u2003", "\u00a0", "\x1f a\x85"]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | strings
values = (
    strings
    | scalars
    | st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(strings | st.just("name"), inner, max_size=3),
    )
)
rows = st.dictionaries(st.sampled_from(NAMES + STRANGE) | strings, values, max_size=6)
usual = st.fixed_dictionaries(
    {"text": strings},
    optional={"id": st.integers(0, 10**20) | st.uuids().map(str), "title": strings, "author": values, "other": values},
)


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    """Return an object on one line, as any program might write it."""
    row = draw(usual | usual | usual | rows.map(lambda row: {"text": "a", **row}) | rows)
    separators = draw(st.sampled_from([None, (",", ":"), (" ,\t", " : ")]))
    line = json.dumps(row, ensure_ascii=draw(st.booleans()), separators=separators)
    before, after = draw(st.sampled_from(["", "", " ", "\t"])), draw(st.sampled_from(["", "", " ", "\r"]))
    return f"{before}{line}{after}".encode()


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """Return a line in which some bytes were replaced, put in, or left out."""
    line = bytearray(draw(lines()))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(line)))
        pieces = [b'"', b"\\", b"{", b"}", b",", b":", b"\\ud800", b"\\udfff", b"\xc3", b"\n", b"\0", b"0"]
        line[at : at + draw(st.integers(0, 2))] = draw(st.binary(max_size=2) | st.sampled_from(pieces))
    return bytes(line)


files = st.lists(lines() | lines() | lines() | mangled() | st.sampled_from([b"", b" \t", b"\x0b", b"[", b"null"]))


@given(files.map(b"\n".join), st.sampled_from([1, 64, 1000]), st.sampled_from(COLUMNS), st.sampled_from([0, 8]))
@settings(deadline=None, max_examples=150)
def test_any_lines_give_the_same(content: bytes, block: int, columns: dict[str, str], few: int) -> None:
    """Documents, troubles, notes and their order do not depend on who reads, whatever the lines are."""
    read_both(content, columns, block, few)


@given(files.map(b"\n".join), st.integers(0, 300), st.sampled_from([1, 64, 1000]))
@settings(deadline=None, max_examples=50)
def test_an_input_that_breaks_off_gives_the_same(content: bytes, broken: int, block: int) -> None:
    """Whole lines before the break are read, and the break is told behind what is told of them."""
    read_both(content, block=block, broken=broken)


@pytest.mark.parametrize(
    "line",
    [
        b'{"text": "a"}{"text": "b"}',
        b'{"text": "a"} x',
        b'{"text": "a",}',
        b'{"text": "a", "text": "b"}',
        b'{"text": "a", "Text": "b"}',
        b'{"Text": "a", "TEXT": "b"}',
        b'{"other": {"text": "b"}, "text": "a"}',
        b'{"text": null}',
        b'{"text": ["a"]}',
        b'{"text": 1}',
        b'{"text": ""}',
        b'{"title": "a"}',
        b"{}",
        b"[]",
        b"null",
        b'"text"',
        b'\xef\xbb\xbf{"text": "a"}',
        b'{"t\\u0065xt": "a"}',
        b"{'text': 'a'}",
        b'{"text": "a" /* b */}',
        b'{text: "a"}',
        b'{"text" "a"}',
        b'{"text": "a\tb"}',
        b'{"text": "a\\u0000b", "title": "\\u0000"}',
        b'{"text": "a\\x62"}',
        b'{"text": "\\u12g4"}',
        b'{"text": "\\ud83d\\ude00 \\uD83D\\uDE00"}',
        b'{"text": "\\ud83d"}',
        b'{"text": "\\ud83d\\u0041"}',
        b'{"text": "\\ude00\\ud83d"}',
        b'{"text": "a", "other": "\\ud83d"}',
        b'{"text": "a", "other": "\xff"}',
        b'{"text": "\xc0\x80"}',
        b'{"text": "\xed\xa0\x80"}',
        b'{"text": "\xf4\x90\x80\x80"}',
        b'{"text": "\xe2\x82"}',
        b'{"text": "a", "other": NaN}',
        b'{"text": "a", "other": -Infinity}',
        b'{"text": "a", "other": 01}',
        b'{"text": "a", "other": -}',
        b'{"text": "a", "other": 1.}',
        b'{"text": "a", "other": 1e}',
        b'{"text": "a", "other": 1e999}',
        b'{"text": "a", "other": +1}',
        b'{"text": "a", "other": truth}',
        b'{"text": "a", "other": [1, 2,]}',
        b'{"text": "a", "other": [1 2]}',
        b'{"text": "a", "other": {"a": 1,}}',
        b'{"text": "a", "other": {"a": }}',
        b'{"text": "a", "other": {1: 1}}',
        b'{"text": "a", "other": [{"a": [{}, [], ""]}, -0.0e-5]}',
        b'{"text": "a", "other": [}',
        b'{"text": "a", "other": ' + b"[" * 70 + b"]" * 70 + b"}",
        b'{"text": "a", "other": ' + b"[" * 1100 + b"]" * 1100 + b"}",
        b'{"text": "a", "other": ' + b"1" * 5000 + b"}",
        b'{"id": -0, "text": "a", "title": -0}',
        b'{"id": 1.50, "text": "a", "title": 1.50}',
        b'{"id": 123456789012345678901234567890, "text": "a", "title": 123456789012345678901234567890}',
        b'{"id": 1e999, "text": "a", "title": 1e999}',
        b'{"id": true, "text": "a", "title": false}',
        b'{"id": {"$oid": "5f"}, "text": "a", "title": {"name": " b "}, "author": ["By A", {"name": "B"}, null, 3]}',
        b'{"id": " a ", "text": " a ", "title": " a ", "author": " by\\u00a0 a "}',
        b'{"id": "", "text": "a", "title": "", "author": "by "}',
        b'{"id": "b", "text": "a", "author": "bye", "title": "by a"}',
        b'{"html": "<p>a</p>", "title": "b"}',
        b'{"html": "<p>a</p>", "text": "b"}',
        b'{"html": "<p>a</p>", "body": "b"}',
    ],
)
def test_one_strange_line_among_plain_ones_gives_the_same(line: bytes) -> None:
    """Whatever a line breaks or stretches, it and its neighbours are read as they are line by line."""
    plain = b'{"id": "%d", "text": "plain", "author": "By A"}\n'
    documents = read_both(plain % 1 + line + b"\r\n" + plain % 2 + b"\n" + line)[0]
    assert [document.id for document in documents if document.text == "plain"] == ["1", "2"]


def test_plain_lines_are_left_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """What programs usually write, nested values and missing keys included, is read by Arrow alone."""
    monkeypatch.setattr(jsonl._JsonLines, "read", None)
    monkeypatch.setattr(jsonl._JsonLines, "_read_lines", None)
    written = [
        {"id": 1, "text": "Zürich \U0001f600\n", "author": "By A", "meta": {"a": [1, 2.5e3, None, True]}},
        {"text": "b", "title": " T ", "lang": None, "größe": 1},
        {"text": "c", "date": "2012", "id": 3, "meta": "", "author": ""},
    ]
    content = "\n".join(json.dumps(row, ensure_ascii=number == 0) for number, row in enumerate(written))
    documents = read_as(content.encode(), ReadingOptions(), 1 << 20, 0, by_arrow=True)[0]
    assert [(one.id, one.text, one.author, one.title, one.published) for one in documents] == [
        ("1", "Zürich \U0001f600\n", "A", None, None),
        ("x.jsonl#2", "b", None, "T", None),
        ("3", "c", None, None, "2012"),
    ]


def test_white_space_is_that_of_python() -> None:
    """Each white space there is, and one in 500 of all characters, is taken away or kept as line by line."""
    tried = [c for number, c in enumerate(EVERY) if c.isspace() or number % 500 == 0]
    rows = [{"text": c, "title": f"{c}a{c}", "author": f"by{c}a", "publisher": c} for c in tried]
    content = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    assert len(read_both(content.encode(), few=8)[0]) == len(tried)


def test_names_of_columns_have_one_letter_that_is_not_ascii_in_disguise() -> None:
    """A key with a long s can be a known name in other letters, so such a key is in doubt; and no other."""
    names = {name for guesses in COLUMN_NAMES.values() for name in guesses}
    disguised = [c for c in EVERY if not c.isascii() and any(c.casefold() in name for name in names)]
    assert disguised == ["\u017f"]


@pytest.mark.parametrize("block", [1, 100, 10_000])
def test_lines_longer_than_blocks_are_read(block: int) -> None:
    """A block grows to the line that it holds, and the blocks behind it are as before."""
    texts = ["short", "long " * 1000, "", "x" * 9000, "short"] * 3
    documents = read_both("\n".join(json.dumps({"text": text}) for text in texts).encode(), block=block)[0]
    assert [document.text for document in documents] == texts
