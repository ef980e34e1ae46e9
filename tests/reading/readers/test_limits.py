"""Files that were made to harm are refused in a sentence, and take neither memory nor the machine's secrets."""

from __future__ import annotations

import gzip
import io
import re
import struct
import tarfile
import time
import warnings
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fpdf import FPDF

from dedup.reading.inputs import read_contents
from dedup.reading.options import ReadingOptions
from dedup.reading.readers import zip as zip_reader
from tests.reading.readers.samples import FERRY, PUMP, SAMPLES, epub, mail, message, tar, warc, zipped

if TYPE_CHECKING:
    from pathlib import Path

    from dedup.documents import Collection

SMALL = ReadingOptions(max_document=1 << 20)


def read(name: str, data: bytes, options: ReadingOptions = SMALL) -> Collection:
    """Return the documents of a file, which is read in seconds."""
    began = time.perf_counter()
    found = read_contents([(name, data)], options)
    assert time.perf_counter() - began < 30
    return found


def reasons(found: Collection) -> list[str]:
    """Return why inputs are unreadable."""
    return [one.reason for one in found.unreadable]


def test_member_that_becomes_too_large_is_refused_and_the_next_is_read() -> None:
    """A member of the archive is a document, and has its limit."""
    found = read("a.zip", zipped({"a.txt": b"words " * (1 << 18), "b.txt": PUMP}))
    assert found.column("text") == [PUMP]
    assert reasons(found) == ["it has more than 1 MB (--max-document)"]


def test_text_fifty_times_as_large_as_its_file_is_told() -> None:
    """Nobody writes such a text; who has one, a log of one line, says how large a document may be."""
    line = b"The council met again on Tuesday evening.\n"
    text = line * (3_000_000 // len(line))
    for name, data in (
        ("a.txt.gz", gzip.compress(text)),
        ("a.html.gz", gzip.compress(b"<p>" + text)),
        ("a.odt", odt("<t:p>The council met.</t:p>" * 120_000)),
        ("a.zip", zipped({"a.txt": text})),
    ):
        (reason,) = reasons(read(name, data, ReadingOptions()))
        assert reason == (
            "it has more than 50 times the size of its file, and more than 2 MB, which a larger --max-document allows"
        )
        assert len(read(name, data, ReadingOptions(max_document=1 << 30))) == 1
    assert len(read("a.txt.gz", gzip.compress(text[: len(text) // 2]), ReadingOptions())) == 1


def test_row_fifty_times_as_large_as_its_file_is_told_and_many_equal_ones_are_read() -> None:
    """Copies of a text compress well, and are what a table is scanned for; one row that does so is no text."""
    texts = ["the council met " * 200_000, *["the council met again"] * 50_000]
    parquet, lines = io.BytesIO(), "".join(f'{{"text": "{text}"}}\n' for text in texts)
    pq.write_table(pa.table({"text": texts}), parquet, compression="zstd")
    for name, data in (("a.jsonl.gz", gzip.compress(lines.encode())), ("a.parquet", parquet.getvalue())):
        found = read(name, data, ReadingOptions())
        assert len(found) == 50_000
        assert reasons(found)[0].startswith("its text has more than 50 times the size of its file")


def test_archive_that_becomes_too_large_is_refused() -> None:
    """A few thousand bytes became gigabytes in archives that were made for it."""
    inner = zipped({f"{number}.txt": b"a" * (1 << 19) for number in range(20)})
    found = read("a.zip", zipped({f"{number}.zip": inner for number in range(20)}))
    assert len(found) < 30
    assert reasons(found)[-1] == "it unpacks to more than 1,000 times its size, and more than 4 MB (--max-document)"


def test_compressed_member_of_an_archive_is_measured() -> None:
    """A gzip stream in a ZIP file has the limits of a gzip file."""
    found = read("a.zip", zipped({"b.txt": PUMP, "a.txt.gz": gzip.compress(b"a" * (1 << 24))}))
    assert found.column("text") == [PUMP]
    assert ["--max-document" in reason for reason in reasons(found)] == [True]


def test_archives_in_archives_are_read_to_a_depth() -> None:
    """The sixth archive is one too many."""
    data = zipped({"a.txt": PUMP})
    for _ in range(5):
        data = zipped({"in.zip": data})
    found = read("a.zip", data)
    assert not len(found)
    assert reasons(found) == ["it lies in 3 files that lie in each other: deeper ones are not read"]


def test_only_so_many_members_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are counted."""
    monkeypatch.setattr(zip_reader, "MOST_MEMBERS", 2)
    found = read("a.zip", zipped({f"{number}.txt": f"{PUMP} {number}" for number in range(4)}))
    assert len(found) == 2
    assert reasons(found) == ["it has 4 members; the first 2 were read"]


def test_encrypted_member_is_told() -> None:
    """Its flag says so; nobody is asked for a password."""
    data = bytearray(zipped({"a.txt": PUMP, "b.txt": FERRY}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature) + at
        data[place] |= 1
    found = read("a.zip", bytes(data))
    assert found.column("text") == [FERRY]
    assert reasons(found) == ["it is encrypted"]


def test_members_that_lie_about_their_size_are_refused() -> None:
    """Sizes in the directory are somebody's word."""
    data = bytearray(zipped({"a.txt": PUMP}))
    place = data.find(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 1)
    found = read("a.zip", bytes(data))
    assert reasons(found) or found.column("text") == [PUMP[:1]]


def test_entities_of_xml_are_not_expanded(tmp_path: Path) -> None:
    """Neither a file of the machine nor a billion words come of a feed."""
    secret = tmp_path / "secret"
    secret.write_text("the secret of the machine")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    feed = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}<!ENTITY s SYSTEM "file://{secret}">]>'
        f"<rss><channel><item><description>{PUMP} &s; &l9; end</description></item></channel></rss>"
    )
    found = read("a.rss", feed.encode())
    assert found.column("text") == [PUMP]
    assert "its XML has errors, and was read as far as it can be mended" in found.notes[0].note


def test_halves_of_characters_in_xml_are_joined_or_missing() -> None:
    """What writes them takes text for UTF-16; a lone half lost its entry in the words of a library."""
    halves = "&#xD83D;&#xDE00; &#55357;&#56832; &#xDE00;&#xd83d; &#xE000;&#55000;"
    feed = f"<rss><channel><item><description>{PUMP} {halves}</description></item></channel></rss>"
    found = read("a.rss", feed.encode())
    assert found.column("text") == [f"{PUMP} 😀 😀 \ufffd\ufffd \ue000\ud6d8"]
    assert [note.note for note in found.notes] == ["lone surrogates became U+FFFD"]
    assert not found.unreadable


def test_deeply_nested_documents_are_read_or_refused() -> None:
    """Elements, lists, mails and multiparts in each other by the thousand."""
    feed = f"<rss><channel><item><description>{PUMP}</description>{'<a>' * 100_000}</item></channel></rss>"
    multiparts = "".join(
        f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n" for number in range(3000)
    )
    for name, data in (
        ("a.rss", feed.encode()),
        ("a.eml", f"Message-ID: <1>\nMIME-Version: 1.0\n{multiparts}\n{PUMP}\n".encode()),
        ("a.ipynb", b'{"cells": ' + b"[" * 100_000),
        ("a.rtf", b"{\\rtf1 " + b"{" * 100_000),
        ("a.epub", epub().replace(b"spine", b"spin3")),
    ):
        found = read(name, data)
        assert len(found) or found.unreadable


def test_mails_in_mails_are_read_to_a_depth() -> None:
    """A forward of a forward of a forward."""
    inner = message()
    for number in range(6):
        outer = EmailMessage()
        outer["Message-ID"] = f"<{number}@harbour.example>"
        outer["Subject"] = f"forward {number}"
        outer.set_content(f"{FERRY} {number}")
        outer.add_attachment(inner)
        inner = outer
    found = read("a.eml", bytes(inner))
    assert len(found) == 4
    assert reasons(found) == ["it lies in 3 files that lie in each other: deeper ones are not read"]


def test_parts_of_a_mail_that_are_not_read_are_told() -> None:
    """A mail of a thousand parts and one more says that it has more."""
    made = message()
    made.make_mixed()
    for _ in range(999):
        made.add_attachment("One more line.", filename="line.log")
    found = read("a.eml", bytes(made))
    assert found.column("text") == [PUMP]
    assert "it has more than 1,000 parts; the others were not read" in [note.note for note in found.notes]


def test_pdf_with_a_password_and_pdf_of_pictures_are_told() -> None:
    """What a person can do about it is another thing in each case."""
    locked, blank = FPDF(), FPDF()
    for made in (locked, blank):
        made.add_page()
    locked.set_font("helvetica", size=11)
    locked.cell(0, 8, "words")
    locked.set_encryption("owner", user_password="user")  # noqa: S106 - it is the password of this test
    assert reasons(read("a.pdf", bytes(locked.output()))) == ["it is encrypted, with a password"]
    assert reasons(read("a.pdf", bytes(blank.output()))) == [
        "there is no text in this PDF: its pages are empty, or pictures, of which OCR makes text"
    ]


def test_names_of_members_do_not_lead_out_of_the_archive() -> None:
    """Nothing is unpacked, so that a name is a name."""
    found = read("a.zip", zipped({"../../etc/passwd.txt": PUMP}))
    assert found.column("id") == ["a.zip#../../etc/passwd.txt"]
    found = read("a.tar", tar({"/etc/passwd.txt": PUMP.encode()}))
    assert found.column("id") == ["a.tar#/etc/passwd.txt"]


def test_what_stands_before_damage_is_read() -> None:
    """A download that broke off."""
    whole = warc()
    found = read("a.warc", whole[: whole.find(b"a.png")])
    assert len(found) == 2
    archive = tar({"a.txt": PUMP.encode(), "b.txt": FERRY.encode()})
    assert read("a.tar", archive[:1100]).column("text") == [PUMP]
    assert len(read("a.eml", mail()[:1500])) >= 1


def test_spreadsheet_is_no_archive_of_texts() -> None:
    """Its members are XML that nobody wrote."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert reasons(read("a", out.getvalue())) == [
        "it is a spreadsheet, which dedup does not read: save it as text, or as .csv"
    ]


def several(*members: tuple[str, bytes]) -> bytes:
    """Return a ZIP file whose members may have one name."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def test_members_of_one_name_are_all_read() -> None:
    """Only the last one was, and nobody was told."""
    found = read("a.zip", several(("a.txt", PUMP.encode()), ("b.txt", b"Some words."), ("a.txt", FERRY.encode())))
    assert found.column("id") == ["a.zip#a.txt", "a.zip#b.txt", "a.zip#a.txt#2"]
    assert found.column("text") == [PUMP, "Some words.", FERRY]
    assert "which is that of" in reasons(found)[0]


def test_members_of_one_name_in_a_tar_are_all_read() -> None:
    """A later one replaces an earlier one for whoever unpacks the archive; here nothing is lost."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for content in (PUMP.encode(), FERRY.encode()):
            member = tarfile.TarInfo("a.txt")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    found = read("a.tar", out.getvalue())
    assert found.column("id") == ["a.tar#a.txt", "a.tar#a.txt#2"]
    assert found.column("text") == [PUMP, FERRY]


def test_document_with_two_bodies_is_refused() -> None:
    """One program shows one of them, the next program the other; two equal ones are one."""
    with zipfile.ZipFile(io.BytesIO(SAMPLES["a.docx"])) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    body = dict(members)["word/document.xml"]
    twice = read("a.docx", several(*members, ("word/document.xml", body)))
    assert len(twice) == 1
    other = read("a.docx", several(*members, ("word/document.xml", body.replace(b"pump", b"pipe"))))
    assert len(other) == 0
    assert [(one.path, one.reason) for one in other.unreadable] == [
        ("a.docx#word/document.xml", "it is several times in its file, each time with other content")
    ]


@pytest.mark.parametrize("length", ["abc", "-5", "3", "9" * 20])
def test_wrong_length_in_a_web_archive_is_told_in_words(length: str) -> None:
    """The reason spoke of a NoneType."""
    whole = SAMPLES["a.warc"]
    first = whole.index(b"Content-Length:", whole.index(b"WARC-Type: response"))
    found = read("a.warc", whole[:first] + f"Content-Length: {length}".encode() + whole[whole.index(b"\r\n", first) :])
    (reason,) = reasons(found)
    assert re.fullmatch(r"damaged WARC: behind record \d, [a-z ]+; what stands before was read", reason)


def test_web_archive_with_noise_in_a_header_is_told_in_words() -> None:
    """A library fails on it with an error of its own."""
    found = read("a.warc", SAMPLES["a.warc"][:300] + b"\xff\0" * 50 + SAMPLES["a.warc"][300:])
    assert reasons(found) == ["damaged WARC: behind record 1, a header cannot be read; what stands before was read"]


def odt(body: str) -> bytes:
    """Return an OpenDocument text with this body."""
    content = f'<?xml version="1.0"?><o xmlns:t="u"><t:text>{body}</t:text></o>'
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def test_notes_and_comments_of_open_documents_are_passed_over_on_the_way() -> None:
    """To take them out of the tree one by one took hours where hundreds of thousands stood in one paragraph."""
    note = "<t:note><t:note-citation>1</t:note-citation><t:note-body><t:p>A note{}.</t:p></t:note-body></t:note>"
    comment = "<t:annotation><t:p>A comment.</t:p></t:annotation>"
    found = read(
        "a.odt", odt(f"<t:p>One{note.format(comment)} two{comment} three.</t:p><t:p>Four{note.format('')}.</t:p>")
    )
    assert found.column("text") == ["One two three.\n\nFour.\n\nA note.\n\nA note."]
    large = ReadingOptions(max_document=1 << 30)
    many = read("a.odt", odt(f"<t:p>{'<t:annotation/>b' * 200_000}</t:p>"), large)
    assert many.column("text") == ["b" * 200_000]
