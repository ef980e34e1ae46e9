"""A sound input of each format that is read, by the name of its file, as often as wanted with other words."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from tests.reading.readers.samples import SAMPLES, docx_around, tar

if TYPE_CHECKING:
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
NINJS = {"uri": "urn:a", "headlines": [{"value": "A"}], "bodies": [{"role": "main", "value": f"<p>{BODY}</p>"}]}

VARIANTS = 20
"""How many times there is each input, with other words: inputs of one collection are to have few copies."""
_WORDS = re.compile(
    rb"\b(?:the|has|have|because|about|which|that|looked|again|hour|engineers|council|members|pillars)\b"
)
"""Words of the texts, of which there is one in any dozen, and which say nothing of an origin."""
_LETTERS = b"abcdefghijklmnopqrstuvwxyz"

_MEMBERS = ("word/document.xml", "docProps/core.xml", "[Content_Types].xml")
"""Members of a Word file that matter here: the others are large, and are not read."""


@cache
def sound_inputs(variant: int = 0) -> Mapping[str, bytes]:
    """Return a sound input of each format; the same ones with other words of the same length for another variant."""
    plain = _plain()
    if not variant:
        return plain
    return {name: rewritten(data, lambda content: _with_other_words(content, variant)) for name, data in plain.items()}


@cache
def _plain() -> dict[str, bytes]:
    table = pa.Table.from_pylist(ROWS)
    table = table.set_column(2, "title", table["title"].dictionary_encode())
    lines = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
    return {
        "a.txt": BODY.encode(),
        "a": BODY.encode("utf-16"),
        "a.md": f"---\n{FIELDS}---\n# A\n\n{BODY}\n* a\n\n```py\nx\n```\n\n> {BODY}\n[a]: http://a.example\n".encode(),
        "b.md": f"+++\n{TOML_FIELDS}+++\n{BODY}".encode(),
        "a.mdx": f"import a from './a.js'\n\nexport const b = {{\n\n  e: [1]\n}}\n\n{BODY}\n```js\nx\n```\n".encode(),
        "a.rst": f"A\n=\n\n:author: A\n\n.. note:: x\n\n{BODY}".encode(),
        "a.adoc": f"= A\nA. Weaver\n:a: b\n\n{BODY}\n----\nx\n----\n".encode(),
        "a.njk": f"---\n{FIELDS}---\n{{% if a %}}{BODY}{{{{ a }}}}{{% endif %}}".encode(),
        "a.html": PAGE.encode(),
        "a.jsonl": lines,
        "a.json": json.dumps(ROWS).encode(),
        "ninjs.json": json.dumps(NINJS).encode(),
        "a.csv": ("id,text,title\n" + "".join(f'{row["id"]},"{row["text"]}",A\n' for row in ROWS)).encode(),
        "a.tsv": ("id\ttext\n" + "".join(f"{row['id']}\tsome words of a text\n" for row in ROWS)).encode(),
        "a.jsonl.gz": gzip.compress(lines, mtime=0),
        "a.txt.zst": zstandard.compress(BODY.encode() * 3),
        "a.parquet": _written(lambda sink: pq.write_table(table, sink)),
        "a.arrow": _written(lambda sink: _write_arrow(sink, table)),
        **SAMPLES,
        "plain.pdf": _plain_pdf(),
        "a.docx": _with_members(SAMPLES["a.docx"], _MEMBERS),
        "chunk.docx": docx_around("page.html", PAGE),
        "a.tar.gz": gzip.compress(tar({"a.md": BODY.encode(), "b/c.html": PAGE.encode()}), mtime=0),
        "unnamed": SAMPLES["a.rss"],
    }


def _written(write: Callable[[Any], object]) -> bytes:
    sink = io.BytesIO()
    write(sink)
    return sink.getvalue()


def _write_arrow(sink: Any, table: pa.Table) -> None:
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _plain_pdf() -> bytes:
    """Return a PDF in which nothing is compressed, so that a change of a byte is a change of its text or structure."""
    lines = "".join(f"({line}) Tj T* " for line in re.findall(r"[\w ,.-]{1,70}", BODY))
    text = f"BT /F1 11 Tf 14 TL 40 700 Td {lines}ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(text)}>>\nstream\n{text}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Title(A bridge)/Author(A. Weaver)>>",
    )
    made, places = "%PDF-1.4\n", list[int]()
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{content}\nendobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R/Info 6 0 R>>\nstartxref\n{len(made)}\n%%EOF\n"
    return f"{made}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}{trailer}".encode("latin-1")


def _with_members(data: bytes, names: tuple[str, ...]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _zipped({name: archive.read(name) for name in names})


def _with_other_words(content: bytes, variant: int) -> bytes:
    """Return an input in which some words have other letters, as many as they had: lengths in the input stay right."""
    others = _LETTERS[variant:] + _LETTERS[:variant]
    letters = bytes.maketrans(_LETTERS, others)
    return _WORDS.sub(lambda found: found[0].translate(letters), content)


def rewritten(data: bytes, rewrite: Callable[[bytes], bytes], choose: Callable[[list[str]], list[str]] = list) -> bytes:
    """Return an input whose content is rewritten: of an archive, the members that are chosen; unpacked and packed."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        chosen = choose(list(members))
        return _zipped({name: rewritten(each, rewrite) if name in chosen else each for name, each in members.items()})
    if data.startswith(b"\x1f\x8b"):
        return gzip.compress(rewrite(gzip.decompress(data)), 1, mtime=0)
    if data.startswith(b"\x28\xb5\x2f\xfd"):
        return zstandard.compress(rewrite(zstandard.decompress(data)))
    return rewrite(data)


def _zipped(members: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()
