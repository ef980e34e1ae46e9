"""What real programs write into documents, mails and feeds besides the usual."""

from __future__ import annotations

from base64 import b64encode
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from dedup.reading.html import QUOTATION
from dedup.reading.inputs import read_contents
from tests.reading.readers.samples import FERRY, NITF, PUMP, docx_around, message, zipped

if TYPE_CHECKING:
    from dedup.documents import Document

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def document(name: str, data: bytes) -> Document:
    """Return the first document of a file."""
    return read_contents([(name, data)])[0]


def word(body: str, **members: str) -> bytes:
    """Return a Word file with this body."""
    main = f"<w:document {_WORD} {_MC}><w:body>{body}</w:body></w:document>"
    return zipped({"word/document.xml": main, **{name.replace("__", "/"): each for name, each in members.items()}})


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<w:p><w:r><w:t>one</w:t></w:r><w:r><w:tab/><w:t>two</w:t></w:r></w:p>", "one two"),
        ("<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r></w:p>", "one\ntwo"),
        (
            "<w:p><w:ins><w:r><w:t>one</w:t></w:r></w:ins><w:del><w:r><w:delText>no</w:delText></w:r></w:del></w:p>",
            "one",
        ),
        ("<w:p><w:hyperlink><w:r><w:t>a link</w:t></w:r></w:hyperlink></w:p>", "a link"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>a field</w:t></w:r></w:p></w:sdtContent></w:sdt>", "a field"),
        ("<w:p><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:t>3</w:t></w:r></w:p>", "3"),
        (
            (
                "<w:p><mc:AlternateContent><mc:Choice><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Choice>"
                "<mc:Fallback><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:p>"
            ),
            "box",
        ),
        (
            (
                "<w:p><w:r><w:t>one</w:t></w:r><w:r><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p>"
                "<w:p><w:r><w:t>two</w:t></w:r></w:p></w:txbxContent></w:r><w:r><w:t> line</w:t></w:r></w:p>"
            ),
            "one line\n\nbox\n\ntwo",
        ),
        (
            (
                "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>one</w:t></w:r>"
                "<w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r>"
                '<w:r><w:rPr><w:vanish w:val="false"/></w:rPr><w:t>two</w:t></w:r></w:p>'
            ),
            "onetwo",
        ),
    ],
)
def test_word_file_has_the_text_that_is_shown(body: str, text: str) -> None:
    """Insertions, links, fields and text boxes are text; what is deleted or hidden and codes of fields are not."""
    assert document("a.docx", word(body)).text == text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\uf0b7 one", "\u2022 one"),
        ("\uf0b7one", "\u2022one"),
        ("\uf095 one", "\u2022 one"),
        ("\ue00c\tone \uf0fc", "\u2022 one \u2022"),
        ("on\uf095e \ufb01", "on\uf095e \ufb01"),
    ],
)
def test_a_character_that_only_a_font_of_symbols_has_is_a_bullet(written: str, read: str) -> None:
    """LibreOffice and Word write several; within a word it may be a letter of a font."""
    assert document("a.docx", word(f"<w:p><w:r><w:t>{written}</w:t></w:r></w:p>")).text == read


def test_notes_of_a_word_file_stand_at_the_end() -> None:
    """Without the line that Word keeps for the separator."""
    notes = (
        f'<w:footnotes {_WORD}><w:footnote w:type="separator"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>'
        "<w:footnote><w:p><w:r><w:t>a note</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    found = document("a.docx", word("<w:p><w:r><w:t>one</w:t></w:r></w:p>", **{"word__footnotes.xml": notes}))
    assert found.text == "one\n\na note"


def test_mail_of_html_only_has_its_text_and_quotations() -> None:
    """The mail that is answered lies in a block quotation."""
    made = message()
    made.set_content(f"<p>{FERRY}</p><blockquote><p>{PUMP}</p></blockquote><style>p {{}}</style>", subtype="html")
    found = document("a.eml", bytes(made))
    assert found.text == f"{FERRY}\n\n{PUMP}"
    (quoted,) = [fact.value for fact in found.markup if fact.kind == QUOTATION]
    start, end = map(int, quoted.split("-"))
    assert found.text[start:end] == PUMP


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-8", "windows-1252", "x-unknown"])
@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable", "base64"])
def test_mail_states_its_encoding(charset: str, encoding: str) -> None:
    """Or states one that nobody knows."""
    made = EmailMessage()
    made["Message-ID"] = "<1@harbour.example>"
    made["Subject"] = "=?iso-8859-1?Q?F=E4hre?="
    known = "utf-8" if charset == "x-unknown" else charset
    made.set_content("Die Fähre fährt später, weil die Mannschaft länger braucht.", charset=known, cte=encoding)
    data = bytes(made).replace(f'charset="{known}"'.encode(), f'charset="{charset}"'.encode())
    found = document("a.eml", data)
    assert found.text == "Die Fähre fährt später, weil die Mannschaft länger braucht."
    assert found.title == "Fähre"


def test_mail_that_outlook_answered_is_a_quotation_from_its_line_on() -> None:
    """Outlook marks no lines of what is answered."""
    text = f"{FERRY}\n\n-----Original Message-----\nFrom: Bob\nSent: Monday\n\n{PUMP}"
    found = document("a.eml", bytes(message(text)))
    spans = [tuple(map(int, fact.value.split("-"))) for fact in found.markup if fact.kind == QUOTATION]
    assert [found.text[start:end].split()[0] for start, end in spans] == ["-----Original", "The"]


def test_mailbox_with_line_ends_of_windows_is_read() -> None:
    """Each line ends with two characters there."""
    mails = b"".join(b"From x Mon Mar  4 10:00:00 2024\r\n" + bytes(message(each)) for each in (PUMP, FERRY))
    found = read_contents([("a.mbox", mails.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))])
    assert found.column("text") == [PUMP, FERRY]


@pytest.mark.parametrize(
    "feed",
    [
        f"<feed><entry><content type='html'>&lt;p>{PUMP}&lt;/p></content></entry></feed>",
        f"<feed><entry><summary>{PUMP}</summary></entry></feed>",
        f"<rdf:RDF xmlns:rdf='r' xmlns='http://purl.org/rss/1.0/'><channel/><item><description>{PUMP}</description></item></rdf:RDF>",
        f"<rss><channel><item><description>&lt;div>{PUMP}&lt;script>no()&lt;/script>&lt;/div></description></item></channel></rss>",
        f"<rss><channel><item><description>{PUMP}</description></item>",
        f"<!-- made by hand --><rss><channel><item><content>{PUMP}</content></item></channel></rss>",
    ],
)
def test_feeds_of_all_kinds_have_entries(feed: str) -> None:
    """Escaped HTML, plain text, RSS 1.0, scripts, and a feed that breaks off."""
    assert document("a.rss", feed.encode()).text == PUMP


def test_chapters_that_are_encrypted_are_told() -> None:
    """Books of shops often are; encrypted fonts are of no matter."""
    package = (
        "<package><metadata/><manifest><item id='a' href='a.xhtml'/><item id='b' href='b.xhtml'/></manifest>"
        "<spine><itemref idref='a'/><itemref idref='b'/></spine></package>"
    )
    locked = "<encryption><EncryptedData><CipherReference URI='a.xhtml'/></EncryptedData></encryption>"
    members: dict[str, str | bytes] = {
        "META-INF/container.xml": "<container><rootfiles><rootfile full-path='b.opf'/></rootfiles></container>",
        "META-INF/encryption.xml": locked,
        "b.opf": package,
        "a.xhtml": b"\x01\x02",
        "b.xhtml": f"<html><body><p>{PUMP}</p></body></html>",
    }
    found = read_contents([("a.epub", zipped(members))])
    assert found.column("text") == [PUMP]
    assert [(one.path, one.reason) for one in found.unreadable] == [("a.epub#a.xhtml", "it is encrypted")]


@pytest.mark.parametrize(
    ("source", "note"),
    [
        ('{"cells": [{"source": "Caf\u00e9 and cr\u00e8me"}]}'.encode("cp1252"), "not UTF-8: read as cp1252"),
        (rb'{"cells": [{"source": "half of a pair: \ud83d"}]}', "lone surrogates became U+FFFD"),
    ],
)
def test_a_notebook_that_was_mended_is_told(source: bytes, note: str) -> None:
    """A guessed encoding and halves of characters are notes, as for any JSON."""
    found = read_contents([("a.ipynb", source)])
    assert len(found) == 1
    assert [one.note for one in found.notes] == [note]


@pytest.mark.parametrize("number", ["-9999999", "1114112", "9" * 5000])
def test_a_number_that_no_character_has_costs_one_character(number: str) -> None:
    """In RTF, characters stand by their numbers, which anybody may write."""
    source = r"{\rtf1\ansi The pump of the well \u" + number + "? was mended in spring.}"
    found = read_contents([("a.rtf", source.encode())])
    assert found.column("text") == ["The pump of the well \ufffd was mended in spring."]
    assert found.unreadable == ()


CUES = "WEBVTT\n\n1\n00:01.500 --> 00:02.000\nThe pump has stopped.\n\nNOTE nothing is said\n\n00:03 --> 00:04\nWho?\n"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", ["a.vtt", "a.srt"])
def test_subtitles_are_read_with_line_ends_of_windows(name: str, line_end: str) -> None:
    """Most subtitles have them; times without fractions are none of the standard, and are met."""
    found = document(name, CUES.replace("\n", line_end).encode())
    assert found.text == "The pump has stopped.\nWho?"
    assert [fact.value for fact in found.markup] == ["0:00:01\n22:00:03"]


def test_a_cue_without_a_blank_line_before_it_is_a_cue() -> None:
    """Its number is no text, and a number that somebody says is one."""
    source = "1\n00:00:01,000 --> 00:00:02,000\n42\n2\n00:00:03,000 --> 00:00:04,000\nis the answer\n"
    assert document("a.srt", source.encode()).text == "42\nis the answer"


@pytest.mark.parametrize("subject", ["Größe der Pumpe", "ポンプ"])
def test_a_header_in_utf_8_is_read(subject: str) -> None:
    """RFC 6532 allows it, and many wrote it before."""
    mail = f"Message-ID: <1@example.org>\nFrom: Jürgen <j@example.org>\nSubject: {subject}\n\nThe pump has stopped.\n"
    found = document("a.eml", mail.encode())
    assert (found.title, found.author) == (subject, "Jürgen")


def test_a_header_in_windows_1252_is_read() -> None:
    """What is neither ASCII nor UTF-8 was written by a program of the West, as a rule."""
    mail = "Message-ID: <1@example.org>\nFrom: Jürgen <j@example.org>\nSubject: Größe\n\nThe pump has stopped.\n"
    found = document("a.eml", mail.encode("cp1252"))
    assert (found.title, found.author) == ("Größe", "Jürgen")


def test_cells_and_notes_of_rtf_are_read() -> None:
    """A row is a line without the bars that striprtf writes; a bar of the text stays, and notes stand at the end."""
    source = (
        r"{\rtf1\ansi a|b{\*\footnote\chftn {\i A note.}}{\footnote Another.} goes on.\par"
        r"\trowd\cellx1\cellx2 one\cell two\cell\row three\cell four\cell\row end.\par}"
    )
    paragraphs = document("a.rtf", source.encode()).text.split("\n\n")
    assert paragraphs == ["a|b goes on.", "one two", "three four", "end.", "A note.", "Another."]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"one {\deleted\revauthdel1 no}two", "one two"),
        (r"one {\f1\fs24 \v no {\b no}}two", "one two"),
        (r"one {\v0 two} {\viewkind4 three}", "one two three"),
        (r"{\listtext\pard 1.\tab}one", "one"),
        (r"one{\shp{\*\shpinst\shpleft1{\sp{\sn a}{\sv 2}}{\shptxt box\par}}{\shprslt no}} line", "one line\n\nbox"),
    ],
)
def test_rtf_has_the_text_that_is_shown(source: str, text: str) -> None:
    """Text boxes are text; what is deleted or hidden and the numbers of lists are not."""
    assert document("a.rtf", (r"{\rtf1\ansi " + source + "}").encode()).text == text


@pytest.mark.parametrize("source", [r"{\rtf1 text {\footnote a", r"{\rtf1 text {\footnote a {b} " + "{" * 1000])
def test_a_note_of_rtf_without_an_end_costs_nothing_else(source: str) -> None:
    """A file may break off there."""
    assert document("a.rtf", source.encode()).text.startswith("text")


@pytest.mark.parametrize(
    "hidden",
    [
        "<text:section text:display='none'><text:p>no</text:p></text:section><text:p>one two</text:p>",
        "<text:p text:style-name='H'>no</text:p><text:p text:style-name='S'>one two</text:p>",
        "<text:p>one<text:span text:style-name='H'> no <text:span>no</text:span></text:span> two</text:p>",
    ],
)
def test_hidden_text_of_an_opendocument_text_is_left_out(hidden: str) -> None:
    """A section, a paragraph or a span; what follows it stays."""
    kinds = ("office", "text", "style")
    names = " ".join(f"xmlns:{kind}='urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0'" for kind in kinds)
    styles = "".join(
        f"<style:style style:name='{name}'><style:text-properties text:display='{shown}'/></style:style>"
        for name, shown in (("H", "none"), ("S", "true"))
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:text>{hidden}</office:text></office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.text"
    assert document("a.odt", zipped({"mimetype": mimetype, "content.xml": content})).text == "one two"


def test_descriptions_of_pictures_in_an_opendocument_text_are_left_out() -> None:
    """They are not shown; the document's title in a field is."""
    names = " ".join(
        f"xmlns:{name}='urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0'"
        for name, kind in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"))
    )
    frame = "<draw:frame><svg:title>Spitfire</svg:title><svg:desc>in a hall</svg:desc></draw:frame>"
    content = (
        f"<office:document-content {names}><office:body><office:text><text:p>{frame}The plane of "
        "<text:title>Ann</text:title>.</text:p></office:text></office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.text"
    assert document("a.odt", zipped({"mimetype": mimetype, "content.xml": content})).text == "The plane of Ann."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", f"<html><head><title>x</title></head><body><blockquote>{FERRY}</blockquote></body></html>"),
        ("/afchunk.htm", f"<p>{FERRY}</p>"),
        ("text.txt", FERRY),
        (
            "page.mht",
            (
                'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="b"\n\n--b\n'
                'Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: quoted-printable\n\n'
                f"<html><body><p>{FERRY[:40]}=\n{FERRY[40:]}</p></body></html>\n--b--\n"
            ),
        ),
    ],
)
def test_a_foreign_part_of_a_word_file_is_text_in_its_place(name: str, content: str) -> None:
    """Programs of the web write whole documents so."""
    found = document("a.docx", docx_around(name, content))
    assert found.text == f"{PUMP}\n\n{FERRY}\n\nThe end."
    start = found.text.index(FERRY)
    quoted = [f"{start}-{start + len(FERRY)}"] if "blockquote" in content else []
    assert [fact.value for fact in found.markup if fact.kind == QUOTATION] == quoted


def test_a_foreign_part_that_is_not_read_is_told() -> None:
    """Word reads RTF there, too."""
    found = read_contents([("a.docx", docx_around("part.rtf", "{\\rtf1 x}"))])
    assert found[0].text == f"{PUMP}\n\nThe end."
    assert [note.note for note in found.notes] == ["a part of another kind was not read: word/part.rtf"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(40),
        ),
        (
            "a.odt",
            zipped(
                {
                    "mimetype": "application/vnd.oasis.opendocument.text",
                    "content.xml": "\x8f\x01 no XML",
                    "META-INF/manifest.xml": "<m><file-entry><encryption-data/></file-entry></m>",
                }
            ),
        ),
    ],
)
def test_a_document_with_a_password_is_told(name: str, data: bytes) -> None:
    """Word puts it into a container of its old format, LibreOffice encrypts the members one by one."""
    found = read_contents([(name, data)])
    assert [each.reason for each in found.unreadable] == ["it is encrypted, with a password"]


def test_a_mark_of_rtf_where_no_group_begins_hides_nothing() -> None:
    r"""StarOffice writes ``\*`` before the style of a run; an escaped backslash before a star is text."""
    source = rf"{{\rtf1\ansi{{\*\generator x;}}{{\loch\i0\*\cs7\cf0 {PUMP}}}\par a\\*b\par}}"
    assert document("a.rtf", source.encode()).text == f"{PUMP}\n\na\\*b"


def test_a_mail_within_a_mail_may_be_encoded() -> None:
    """GroupWise encodes it in Base64."""
    inner = b64encode(f"Subject: The pump\r\nFrom: ann@example.org\r\n\r\n{PUMP}\r\n".encode()).decode()
    mail = (
        'From: bo@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n'
        f"Content-Type: text/plain\n\n{FERRY}\n--b\n"
        f"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{inner}\n--b--\n"
    )
    first, second = read_contents([("a.eml", mail.encode())])
    assert (first.text, second.text, second.title) == (FERRY, PUMP, "The pump")


def test_a_word_file_of_the_browser_is_read() -> None:
    """It calls the member with the text otherwise, and the relations of the file name it; what it is shows without."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="/word/document2.xml"/></Relationships>'
    )
    main = f"<w:document {_WORD}><w:body><w:p><w:r><w:t>{PUMP}</w:t></w:r></w:p></w:body></w:document>"
    data = zipped({"_rels/.rels": relations, "word/document2.xml": main})
    assert [document(name, data).text for name in ("a.docx", "a.zip")] == [PUMP, PUMP]


def test_a_large_first_letter_of_a_word_file_belongs_to_its_word() -> None:
    """Word keeps it in a paragraph with a frame."""
    letter = '<w:p><w:pPr><w:framePr w:dropCap="drop"/></w:pPr><w:r><w:t>T</w:t></w:r></w:p>'
    framed = '<w:p><w:pPr><w:framePr w:w="100"/></w:pPr><w:r><w:t>A box</w:t></w:r></w:p>'
    rest = f"<w:p><w:r><w:t>{PUMP[1:]}</w:t></w:r></w:p>"
    assert document("a.docx", word(framed + letter + rest)).text == f"A box\n\n{PUMP}"


def test_a_picture_of_rtf_without_the_length_of_its_data_costs_nothing() -> None:
    """Old versions of pandoc write so."""
    source = rf"{{\rtf1\ansi {{\pict\jpegblip \bin ffd8ffe0}}{PUMP}\par}}"
    assert document("a.rtf", source.encode()).text == PUMP


@pytest.mark.parametrize(
    "byline",
    [
        "By<person>Ann Author</person><byttl>Harbour Press Business Writer</byttl>",
        "By Ann Author<byttl>Harbour Press Business Writer</byttl>",
        "\n By <person>Ann\n Author</person>\n",
    ],
)
def test_a_byline_of_nitf_names_its_writers_alone(byline: str) -> None:
    """What is said of them in an element of its own is no part of a name, and names are no part of the word before."""
    found = document("a.nitf", NITF.replace("By Ann Author", byline).encode())
    assert found.author == "Ann Author"
    assert [fact.value for fact in found.markup if fact.kind == "author"] == ["By Ann Author"]


@pytest.mark.parametrize(
    ("declared", "encoding"), [("ISO-8859-1", "utf-8"), ("us-ascii", "utf-8"), ("ISO-8859-1", "latin-1")]
)
def test_xml_that_is_no_latin_1_is_read_as_what_it_is(declared: str, encoding: str) -> None:
    """A feed that was converted keeps what it declared before; one in Latin-1 is no UTF-8."""
    source = f'<?xml version="1.0" encoding="{declared}"?>\n' + NITF.replace("The pump", "Die Pumpe läuft für Þór")
    assert document("a.nitf", source.encode(encoding)).title == "Die Pumpe läuft für Þór"
