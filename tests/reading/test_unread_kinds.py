"""Files that no reader takes are refused by their content, and told by their kind where a folder holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.reading.inputs import read_contents, read_paths
from dedup.reading.options import ReadingOptions

if TYPE_CHECKING:
    from pathlib import Path

MAIL = "Message-ID: <1@example.org>\nFrom: Ann <ann@example.org>\nSubject: The pump\n\nThe pump has stopped again.\n"
ARCHIVE = "From: <Saved by a browser>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary=x\n\n--x\n"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.opml", "<opml version='2.0'><body/></opml>", "a list of feeds"),
        ("a.xml", "<urlset><url><loc>https://harbour.example/</loc></url></urlset>", "a site map"),
        ("a.xml", "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text/></TEI>", "a TEI document"),
        ("a.xml", "<?xml version='1.0'?><!DOCTYPE b [<!ENTITY c 'd'>]><book><p>words</p></book>", "XML"),
        ("a.txt", "0:00:01.000,0:00:02.500\nHello there.\n", "subtitles (SBV)"),
        ("a.ass", "[Script Info]\nTitle: x\n", "subtitles (SSA)"),
    ],
)
def test_what_looks_like_text_and_is_something_else_is_refused(name: str, content: str, kind: str) -> None:
    """Headers, tags and times would be compared as if somebody had written them."""
    found = read_contents([(name, content.encode())])
    assert len(found) == 0
    assert found.unreadable[0].reason.startswith(f"it is {kind}, which dedup does not read: ")


@pytest.mark.parametrize("name", ["a.doc", "a.txt", "a.msg", "a"])
def test_old_office_documents_are_refused_with_what_to_do(name: str) -> None:
    """Word, Excel, PowerPoint and Outlook share the container; nobody knows "binary: it holds NUL bytes"."""
    found = read_contents([(name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))])
    assert "soffice --convert-to docx makes .docx of .doc" in found.unreadable[0].reason


@pytest.mark.parametrize(
    ("content", "kind"),
    [(MAIL, "an e-mail"), (ARCHIVE, "a saved page (MHTML)"), ("<rss><channel/></rss>", "a feed")],
)
def test_what_a_site_offers_besides_its_pages_is_refused(content: str, kind: str) -> None:
    """A feed repeats the pages, and nobody wrote a mail for a site."""
    found = read_contents([("a.md", content.encode())], ReadingOptions(site=True))
    assert len(found) == 0
    assert found.unreadable[0].reason == f"it is {kind}, which is not read as content of a site"


@pytest.mark.parametrize(
    "content",
    [
        '[{"text": "one"}, {"text": "two"}]',
        '[ "one", "two" ]',
        "[1, 2, 3]",
        '[["one"], ["two"]]',
        '{\n  "text": "one"\n}',
        '{"text": "one"}\n{"text": "two"}\n',
        '\ufeff[{"a": 1',
    ],
)
def test_json_that_is_given_as_text_is_refused(content: str) -> None:
    """It is a table that was named otherwise."""
    found = read_contents([("a.txt", content.encode())])
    assert len(found) == 0
    assert found.unreadable[0].reason.startswith("it is JSON, not text")


@pytest.mark.parametrize(
    "content",
    [
        "From: the editor\nTo: all\n\nPlease read this before Monday.\n",
        "From Monday on, the shop opens at 10:30 and closes at six.\n",
        "Title: A talk\nReceived: 3 May\n\nIt was long.\n",
        '["I have a dream," he said, and they listened.]\n',
        "[1] Roe, J.: A book. 2001.\n[2] Doe, J.: Another one.\n",
        "[1]",
        "{curly} braces begin this text",
        "1\nThe first chapter, at 00:00:01, begins.\n",
        "<p>A paragraph in a text file",
        "RSS is a format of feeds.\n",
    ],
)
def test_texts_that_resemble_other_kinds_are_read(content: str) -> None:
    """People begin letters with fields, lists of books with numbers and quotations with brackets."""
    found = read_contents([("a.txt", content.encode())])
    assert found.column("text") == [content]


def test_files_that_are_passed_over_are_named_by_kind(tmp_path: Path) -> None:
    """Ten of each kind at most, with what makes text of them, if anything does."""
    (tmp_path / "good.txt").write_text("words")
    (tmp_path / "inner").mkdir()
    for number in range(12):
        (tmp_path / "inner" / f"{number:02}.doc").touch()
    for name in ("a.msg", "b.PY", "Makefile", ".hidden.doc"):
        (tmp_path / name).touch()
    names = ", ".join(f"inner/{number:02}.doc" for number in range(10))
    assert [note.note for note in read_paths([tmp_path]).notes] == [
        "left out: 1 hidden",
        f"left out: 12 .doc files (soffice --convert-to docx makes .docx of them): {names} and 2 more",
        "left out: 1 .msg file (save the mails as .eml): a.msg",
        "left out: 1 .py file: b.PY",
        "left out: 1 file without a suffix: Makefile",
    ]
