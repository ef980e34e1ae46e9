"""The formats of input files: their suffixes, their first bytes, and the functions that read them.

A reader takes the `Content` of one input and adds its documents, one or many, to a `DocumentBuilder`, where it also
records and counts what it cannot read. To add a format, write a module with such a function and add a row to `FORMATS`.
Every format may be compressed (``page.html.gz`` is HTML): `dedup.reading.content` decompresses it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeAlias

from dedup.reading.beginnings import format_shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

Reader: TypeAlias = "Callable[[Content, ReadingOptions, DocumentBuilder], None]"


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files.

    `reader` imports and returns the function that reads the format, so that only the formats of a scan are imported.
    `begins` matches the first bytes of a file, where they show the format. `table` says that an input may be a part of
    a table: an empty part among other inputs is a note, and any other empty input is unreadable. `package` is what
    reads the format, or the larger part of it; packages of `EXTRAS` are installed apart.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: Callable[[], Reader]
    begins: re.Pattern[bytes] | None = None
    table: bool = False
    package: str = "Python"


def _function(module: str, function: str) -> Callable[[], Reader]:
    """Return what imports a reader: the module below `dedup.reading`, and its function."""

    def load() -> Reader:
        reader: Reader = getattr(import_module(f"dedup.reading.{module}"), function)
        return reader

    return load


_MARK = rb"(?:\xef\xbb\xbf)?"
"""The byte order mark of UTF-8, which may stand before a text."""
_KEY = rb'"(?:[^"\\\n]|\\.)*"'
_HTML_BEGINS = re.compile(
    _MARK + rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_ARRAY_BEGINS = re.compile(_MARK + rb"\s*\[\s*\{\s*" + _KEY + rb"\s*:")
_LINE_BEGINS = re.compile(_MARK + rb"[^\S\n]*\{[^\S\n]*" + _KEY + rb"[^\S\n]*:")
"""An object whose first key is on its first line: JSON Lines, as a rule."""

TEXT = Format("text", (".txt", ".text"), _function("text", "read_text"))
JSON_LINES = Format(
    "jsonl", (".jsonl", ".ndjson"), _function("jsonl", "read_jsonl"), _LINE_BEGINS, table=True, package="orjson"
)
XML = Format("xml", (".xml",), _function("readers.xml", "read_xml"), package="lxml")
JSON = Format("json", (".json",), _function("json", "read_json"), _ARRAY_BEGINS, table=True, package="orjson")

FORMATS: tuple[Format, ...] = (
    TEXT,
    Format("markdown", (".md", ".markdown"), _function("text", "read_markdown"), package="PyYAML"),
    Format("mdx", (".mdx",), _function("text", "read_mdx"), package="PyYAML"),
    Format("rst", (".rst",), _function("text", "read_rst"), package="PyYAML"),
    Format("asciidoc", (".adoc", ".asciidoc"), _function("text", "read_asciidoc"), package="PyYAML"),
    Format("html", (".html", ".htm", ".xhtml"), _function("html", "read_html"), _HTML_BEGINS, package="trafilatura"),
    JSON_LINES,
    JSON,
    Format("csv", (".csv",), _function("csv", "read_csv"), table=True, package="Arrow"),
    Format("tsv", (".tsv",), _function("csv", "read_tsv"), table=True, package="Arrow"),
    Format(
        "parquet",
        (".parquet",),
        _function("columnar", "read_parquet"),
        re.compile(rb"PAR1"),
        table=True,
        package="Arrow",
    ),
    Format(
        "arrow",
        (".arrow", ".arrows", ".feather"),
        _function("columnar", "read_arrow"),
        re.compile(rb"ARROW1|FEA1"),
        table=True,
        package="Arrow",
    ),
)

SITE_FORMATS: tuple[Format, ...] = (
    Format(
        "template",
        (".njk", ".liquid", ".hbs", ".mustache", ".ejs", ".webc", ".qmd"),
        _function("text", "read_markdown"),
        package="PyYAML",
    ),
)
"""Formats that are read where the inputs are the content of a site; they may have front matter, as Markdown has."""

EXTRAS = ("pypdfium2", "striprtf", "warcio")
"""Packages that are installed only for those who ask for them."""
INSTALL = "pip install 'dedup-text[documents]'"
"""How to ask for them."""

DOCUMENT_FORMATS: tuple[Format, ...] = (
    Format("pdf", (".pdf",), _function("readers.pdf", "read_pdf"), package="pypdfium2"),
    Format("docx", (".docx", ".docm", ".dotx"), _function("readers.docx", "read_docx"), package="lxml"),
    Format("odt", (".odt", ".ott"), _function("readers.odt", "read_odt"), package="lxml"),
    Format("rtf", (".rtf",), _function("readers.rtf", "read_rtf"), package="striprtf"),
    Format("epub", (".epub",), _function("readers.epub", "read_epub"), package="lxml"),
    Format("mail", (".eml", ".emlx"), _function("readers.mail", "read_mail")),
    Format("mbox", (".mbox", ".mbx"), _function("readers.mbox", "read_mbox")),
    Format("mhtml", (".mht", ".mhtml"), _function("readers.mhtml", "read_mhtml"), package="trafilatura"),
    Format("webarchive", (".webarchive",), _function("readers.webarchive", "read_webarchive"), package="trafilatura"),
    Format("warc", (".warc", ".arc"), _function("readers.warc", "read_warc"), package="warcio"),
    Format("wacz", (".wacz",), _function("readers.zip", "read_zip"), package="warcio"),
    Format("feed", (".rss", ".atom", ".rdf"), _function("readers.feed", "read_feed"), package="lxml"),
    Format("news", (".nitf", ".newsml"), _function("readers.news", "read_news"), package="lxml"),
    XML,
    Format("subtitles", (".srt", ".vtt"), _function("readers.subtitles", "read_subtitles")),
    Format("notebook", (".ipynb",), _function("readers.notebook", "read_notebook"), package="orjson"),
    Format("zip", (".zip",), _function("readers.zip", "read_zip")),
    Format("tar", (".tar", ".tgz", ".tbz2", ".txz"), _function("readers.tar", "read_tar")),
)
"""Formats that are not read where the inputs are the content of a site.

A site offers its pages once more as a feed, and documents for download that it did not write.
"""

TEXT_FORMATS = frozenset(each for each in (*FORMATS, *SITE_FORMATS, XML) if not each.table)
"""Formats that a file has by its name alone, so that its content may still show something else."""

COMPRESSED = (".gz", ".zst", ".bz2", ".xz")
"""Suffixes that may follow any other."""

_BY_SUFFIX = {suffix: each for each in (*FORMATS, *DOCUMENT_FORMATS) for suffix in each.suffixes}
_SITE_BY_SUFFIX = {suffix: each for each in (*FORMATS, *SITE_FORMATS) for suffix in each.suffixes}
_DOCUMENTS_BY_NAME = {each.name: each for each in DOCUMENT_FORMATS}
_HEAD_SIZE = 1 << 14
"""First bytes that show a format; a comment may stand before a page's first tag."""


def format_of_name(name: str, *, site: bool = False) -> Format | None:
    """Return the format that the suffix of a file's name stands for, or None; of a `site`, formats of sites too."""
    return (_SITE_BY_SUFFIX if site else _BY_SUFFIX).get(suffix_of(name))


def suffix_of(name: str) -> str:
    """Return the suffix of a file's name in lower case, without that of its compression."""
    stem, suffix = _split_suffix(os.path.basename(name).lower())  # noqa: PTH119 - a path takes thirty times as long
    return _split_suffix(stem)[1] if suffix in COMPRESSED else suffix


def _split_suffix(base: str) -> tuple[str, str]:
    """Return a file's name before its last suffix, and the suffix; a name that begins with a dot has none there."""
    dot = base.rfind(".")
    return (base[:dot], base[dot:]) if dot > 0 else (base, "")


def format_of(named: Format | None, head: bytes, *, site: bool = False) -> Format:
    """Return the format of an input: the one of its name, or else the one that its first (decompressed) bytes show.

    Bytes that show no other format are text. A file named ``.json`` may hold JSON Lines. A file that is named as a text
    or a document may hold a document of another format; a table is what its name says.
    """
    if named is JSON and _LINE_BEGINS.match(head):
        return JSON_LINES
    head = head[:_HEAD_SIZE]
    if not site and (named is None or not named.table):
        shown = _DOCUMENTS_BY_NAME.get(format_shown(head, named=named is not None) or "")
        if shown is not None:
            return named if named is not None and named.name in _HOLD.get(shown.name, ()) else shown
    if named is not None:
        return named
    return next((each for each in FORMATS if each.begins is not None and each.begins.match(head)), TEXT)


_HOLD = {
    "zip": ("docx", "odt", "epub", "wacz"),
    "mail": ("mail", "mhtml", "mbox"),
}
"""Formats of a name that are what the first bytes show, or more than these can tell."""


def missing_package(each: Format) -> str | None:
    """Return the sentence that says what to install before a format can be read, or None where nothing is missing."""
    if each.package not in EXTRAS or find_spec(each.package) is not None:
        return None
    return f"reading it needs {each.package}: {INSTALL}"
