"""The content of a file shows its format where the name does not, or says another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.reading.inputs import read_contents, read_paths
from tests.reading.readers.samples import ATOM, FERRY, PUMP, RSS, SAMPLES, SRT, message, page, rtf, zipped

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("a.txt", bytes(message()), PUMP),
        ("a.txt", SRT.encode(), "The pump has stopped.\nWho knows why?"),
        ("a.html", RSS.encode(), f"{PUMP}\n\nWe do not know."),
        ("a.xml", b"\xef\xbb\xbf" + ATOM.encode(), PUMP),
        ("a.doc", rtf(), f"{PUMP}\n\nDer Preis für die Pumpe: 30 €."),
        ("a.docx", rtf(), f"{PUMP}\n\nDer Preis für die Pumpe: 30 €."),
        ("a.doc", page(PUMP).encode(), f"The pump\n\n{PUMP}"),
        ("a.zip", SAMPLES["a.docx"], f"The pump\n\n{PUMP}\n\nWe do not know.\n\nMonday\nclosed"),
        ("a.eml", SAMPLES["a.mhtml"], f"The pump\n\n{PUMP}"),
        ("a.mht", SAMPLES["a.eml"].replace(b"multipart/mixed", b"multipart/related"), None),
        ("a", zipped({"a.txt": FERRY}), FERRY),
    ],
)
def test_content_shows_the_format(name: str, data: bytes, text: str | None) -> None:
    """Programs name what they save as they like: RTF and pages as .doc, mails as .txt."""
    found = read_contents([(name, data)])
    assert not found.unreadable
    assert text is None or found.text(0) == text


@pytest.mark.parametrize(
    "text",
    [
        "%PDF is how a PDF begins.",
        "PK is short for Peter King.",
        "A line\nFrom the harbour Mon Jan  5 10:00:00 2026\n",
        "WEBVTTs are subtitles.",
        "{\\large words}",
    ],
)
def test_texts_that_resemble_other_formats_are_texts(text: str) -> None:
    """A few letters at the beginning show nothing."""
    assert read_contents([("a.txt", text.encode()), ("b", text.encode())]).column("text") == [text, text]


def test_xml_of_a_folder_is_read_where_it_is_a_feed_or_news(tmp_path: Path) -> None:
    """Most files of that name are settings of programs."""
    (tmp_path / "feed.xml").write_text(RSS)
    (tmp_path / "pom.xml").write_text("<project><name>words of a program</name></project>")
    found = read_paths([tmp_path])
    assert len(found) == 2
    assert "left out: 1 file of XML that is no feed and no news: pom.xml" in [note.note for note in found.notes]
    assert [one.reason for one in read_paths([tmp_path / "pom.xml"]).unreadable] == [
        "it is XML of a kind that dedup does not read: save its text as .txt"
    ]
