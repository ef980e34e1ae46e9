"""Makes damaged and hostile inputs of sound ones, always the same for the same number."""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from tests.report.hostile import PIECES

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping

BODY = (
    "The council met on Tuesday to decide about the bridge over the river, which has been closed since the flood in "
    "spring. Engineers told the members that two of the five pillars have moved and must be built again.\n\n"
    "This article was originally published by Valley Post. Copyright 2020 Stop Press. LONDON (Reuters) - By A. Weaver\n"
)
LD = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "A", "author": [{"name": "A. Weaver"}]}
FIELDS = "title: A bridge\nauthor: [A. Weaver, B]\ndate: 2020-01-02\ntags: {a: 1, b: [2, 3.5, null, true]}\n"
TOML_FIELDS = 'title = "A bridge"\nauthor = ["A", "B"]\ndate = 2020-01-02\n[params]\na = 1\n'
PAGE = (
    '<!doctype html><html lang="en"><head><title>A</title><meta property="og:title" content="A">'
    '<meta name="author" content="A. Weaver"><link rel="canonical" href="https://a.example/b">'
    f'<script type="application/ld+json">{json.dumps(LD)}</script></head><body><nav><a href="/">Home</a></nav>'
    f"<article><h1>A</h1><p>{BODY}</p><ruby>漢<rt>かん</rt></ruby><del>x</del><sup><a href='#fn1'>1</a></sup>"
    "<table><tr><td>1</td></tr></table></article><footer><!-- x --><p>&copy; Stop Press &#x41;</p></footer></body>"
)
ROWS = [{"id": f"r{number}", "text": BODY * (1 + number % 2), "title": "A", "n": number} for number in range(4)]

_LARGEST = 1 << 17

TOKENS: tuple[bytes, ...] = (
    *(piece.encode() for piece in PIECES),
    *(b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\\ud83d", b"\\u0000", b"&#1114112;", b"&#xD800;"),
    *(b"---\n", b"+++\n", b"!!python/object:a", b"&a", b"*a", b"<<: *a\n", b": |\n", b"[[[[", b"{{{{", b"]]", b"}}"),
    *(b"<p>", b"</p>", b"<!--", b"<![CDATA[", b"<script>", b"<table>", b"<ruby>", b"<rt>", b"1e999", b"NaN", b"null"),
    *(b"9" * 400, b"\n\n", b"\r", b",", b";", b"\t", b'"a""', b"{{< x >}}", b"::: a\n", b".. a::\n", b"----\n"),
    *(b"PAR1", b"ARROW1", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"WARC/1.0", b"From: a@b\n", b"<?xml ", b"\x00" * 8),
)  # fmt: skip


def sound_inputs() -> dict[str, bytes]:
    """Return a sound input of each format, by the name of its file."""
    table = pa.Table.from_pylist(ROWS)
    table = table.set_column(2, "title", table["title"].dictionary_encode())
    lines = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
    return {
        "a.txt": BODY.encode(),
        "a": BODY.encode("utf-16"),
        "a.md": f"---\n{FIELDS}---\n# A\n\n{BODY}\n* a\n\n```py\nx\n```\n\n> {BODY}\n[a]: http://a.example\n".encode(),
        "b.md": f"+++\n{TOML_FIELDS}+++\n{BODY}".encode(),
        "a.rst": f"A\n=\n\n:author: A\n\n.. note:: x\n\n{BODY}".encode(),
        "a.adoc": f"= A\nA. Weaver\n:a: b\n\n{BODY}\n----\nx\n----\n".encode(),
        "a.njk": f"---\n{FIELDS}---\n{{% if a %}}{BODY}{{{{ a }}}}{{% endif %}}".encode(),
        "a.html": PAGE.encode(),
        "a.jsonl": lines,
        "a.json": json.dumps(ROWS).encode(),
        "a.csv": ("id,text,title\n" + "".join(f'{row["id"]},"{row["text"]}",A\n' for row in ROWS)).encode(),
        "a.tsv": ("id\ttext\n" + "".join(f"{row['id']}\tsome words of a text\n" for row in ROWS)).encode(),
        "a.jsonl.gz": gzip.compress(lines, mtime=0),
        "a.txt.zst": zstandard.compress(BODY.encode() * 3),
        "a.parquet": _written(lambda sink: pq.write_table(table, sink)),
        "a.arrow": _written(lambda sink: _write_arrow(sink, table)),
    }


def _written(write: Callable[[Any], object]) -> bytes:
    sink = io.BytesIO()
    write(sink)
    return sink.getvalue()


def _write_arrow(sink: Any, table: pa.Table) -> None:
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def mutated(sound: bytes, others: Mapping[str, bytes], chance: random.Random) -> bytes:
    """Return an input with one to some dozen changes; a piece of one of the `others` may be put in."""
    data = bytearray(sound)
    for _ in range(chance.choice((1, 1, 2, 3, 6, 20))):
        at = chance.randrange(len(data) + 1)
        end = min(at + chance.choice((0, 1, 1, 2, 4, 16, 100)), len(data))
        data[at:end] = _piece(bytes(data[at:end]), chance.choice(list(others.values())), chance)
    if chance.randrange(20) == 0:
        del data[chance.randrange(len(data) + 1) :]
    return bytes(data[:_LARGEST])


def _piece(before: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return what takes the place of some bytes of an input."""
    start = chance.randrange(len(other))
    choices: tuple[Callable[[], bytes], ...] = (
        lambda: b"",
        lambda: chance.randbytes(len(before)),
        lambda: bytes(byte ^ 1 << chance.randrange(8) for byte in before),
        lambda: before * chance.choice((2, 10, 100)),
        lambda: chance.choice(TOKENS),
        lambda: before + chance.choice(TOKENS),
        lambda: chance.choice(TOKENS) * chance.choice((2, 50, 1000)),
        lambda: other[start : start + chance.choice((4, 40, 400))],
    )
    return chance.choice(choices)()
