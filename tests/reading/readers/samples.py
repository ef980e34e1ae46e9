"""One small file of each format, made by another program than its reader, or by hand as its standard says."""

from __future__ import annotations

import gzip
import io
import json
import plistlib
import tarfile
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from docx import Document as WordDocument
from fpdf import FPDF

PUMP = (
    "The pump in the harbour has stopped again, and the town council wants to know why this happens each spring. "
    "Nobody has an answer yet, although three engineers looked at the old pipes last week."
)
FERRY = (
    "The ferry to the island leaves an hour later from Monday on, because the new crew needs more time for the mail. "
    "Travellers who have booked already get their money back at the office in the station."
)
ADDRESS = "https://harbour.example/pump"


def page(text: str, title: str = "The pump") -> str:
    """Return a page with a menu around a text."""
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title><meta charset='utf-8'></head><body>"
        f"<nav><a href='/'>Home</a></nav><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )


def pdf(pages: int = 4) -> bytes:
    """Return a PDF with a running head, page numbers and a paragraph that goes over the lines of each page."""

    class Pages(FPDF):  # type: ignore[misc]  # fpdf2 is not looked into
        def header(self) -> None:
            self.cell(0, 8, "The Harbour Review")
            self.ln(12)

        def footer(self) -> None:
            self.set_y(-15)
            self.cell(0, 8, f"Page {self.page_no()}")

    made = Pages()
    made.set_title("Pumps and ferries")
    made.set_author("Ann Author")
    made.set_font("helvetica", size=11)
    for number in range(pages):
        made.add_page()
        made.multi_cell(0, 6, f"Chapter {number + 1} of the story")
        made.ln(4)
        made.multi_cell(0, 6, PUMP if number % 2 == 0 else FERRY)
    return bytes(made.output())


def docx() -> bytes:
    """Return a Word file with a heading, a paragraph, a quotation and a table."""
    made = WordDocument()
    made.core_properties.title = "The pump"
    made.core_properties.author = "Ann Author"
    made.add_heading("The pump", 1)
    made.add_paragraph(PUMP)
    made.add_paragraph("We do not know.", style="Quote")
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Monday", "closed"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zipped(members: dict[str, str | bytes]) -> bytes:
    """Return a ZIP file of some members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def odt() -> bytes:
    """Return an OpenDocument text with a paragraph, a note, a comment and a table."""
    body = (
        f"<text:h>The pump</text:h><text:p>{PUMP[:40]}<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>A note on the pump.</text:p></text:note-body></text:note>"
        f"<office:annotation><text:p>check this</text:p></office:annotation>{PUMP[40:]}</text:p>"
        "<text:p text:style-name='Quotations'>We do<text:s text:c='2'/>not know.</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Monday</text:p></table:table-cell>"
        "<table:table-cell><text:p>closed</text:p></table:table-cell></table:table-row></table:table>"
    )
    namespaces = " ".join(
        f"xmlns:{name}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'" for name in ("office", "text", "table")
    )
    meta = (
        f"<office:document-meta {namespaces} xmlns:dc='http://purl.org/dc/elements/1.1/'><office:meta>"
        "<dc:title>The pump</dc:title><dc:creator>Ann Author</dc:creator></office:meta></office:document-meta>"
    )
    text = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f"<office:document-content {namespaces}>{text}</office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, "meta.xml": meta})


def rtf() -> bytes:
    """Return an RTF document with an escaped character."""
    return (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title The pump}{\author Ann Author}}"
        rf"\f0 {PUMP}\par Der Preis f\'fcr die Pumpe: 30 \u8364?.\par }}"
    ).encode("ascii")


def epub() -> bytes:
    """Return a book with a cover, a table of contents and two chapters, which its spine has in the other order."""
    chapter = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body>{}</body></html>"
    package = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata
        xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Harbour stories</dc:title>
        <dc:creator>Ann Author</dc:creator><dc:publisher>Quay Press</dc:publisher><dc:language>en</dc:language>
        <dc:date>2019-05-01</dc:date></metadata><manifest>
        <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
        <item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
        <item id="a" href="text/a.xhtml" media-type="application/xhtml+xml"/>
        <item id="b" href="text/b%20b.xhtml" media-type="application/xhtml+xml"/>
        </manifest><spine><itemref idref="cover"/><itemref idref="nav"/><itemref idref="b"/><itemref idref="a"/></spine>
        </package>"""
    container = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
        <rootfile full-path="OEBPS/book.opf"/></rootfiles></container>"""
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OEBPS/book.opf": package,
            "OEBPS/nav.xhtml": chapter.format("<nav>Contents</nav>"),
            "OEBPS/cover.xhtml": chapter.format("<img src='cover.png'/>"),
            "OEBPS/text/a.xhtml": chapter.format(f"<h1>One</h1><p>{PUMP}</p>"),
            "OEBPS/text/b b.xhtml": chapter.format(f"<h1>Two</h1><p>{FERRY}</p>"),
        }
    )


def message(text: str = PUMP, subject: str = "The pump") -> EmailMessage:
    """Return a mail with a text."""
    made = EmailMessage()
    made["Message-ID"] = "<1@harbour.example>"
    made["From"] = "Änn Author <ann@harbour.example>"
    made["To"] = "Bob <bob@harbour.example>"
    made["Subject"] = subject
    made["Date"] = format_datetime(datetime(2024, 3, 4, 10, 0, tzinfo=UTC))
    made.set_content(text)
    return made


def mail() -> bytes:
    """Return a mail in two forms, with a Word file attached."""
    made = message(f"{FERRY}\n\nOn Sunday, Bob wrote:\n> {PUMP}\n> Who knows?\n\nThank you.\n")
    made.add_alternative(f"<p>{FERRY}</p>", subtype="html")
    made.add_attachment(docx(), maintype="application", subtype="octet-stream", filename="pump.docx")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="pump.png")
    return bytes(made)


def mbox() -> bytes:
    """Return a mailbox of two mails, the first of which has a line that begins with From."""
    first = bytes(message(f"{PUMP}\n\nFrom here on it is quiet.\n")).replace(b"\nFrom here", b"\n>From here")
    mails = [first, bytes(message(FERRY, "The ferry"))]
    return b"".join(b"From ann@harbour.example Mon Mar  4 10:00:00 2024\n" + each + b"\n" for each in mails)


def mhtml() -> bytes:
    """Return a page as Chromium saves it."""
    made = EmailMessage()
    made["From"] = "<Saved by Blink>"
    made["Snapshot-Content-Location"] = ADDRESS
    made["Subject"] = "The pump"
    made["Date"] = format_datetime(datetime(2024, 3, 4, 10, 0, tzinfo=UTC))
    made.set_content(page(PUMP), subtype="html", charset="utf-8", cte="quoted-printable")
    made.make_related()
    made.add_related(b"GIF89a", maintype="image", subtype="gif")
    return bytes(made)


def webarchive() -> bytes:
    """Return a page as Safari saves it."""
    resource = {
        "WebResourceData": page(PUMP).encode(),
        "WebResourceURL": ADDRESS,
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "UTF-8",
    }
    return plistlib.dumps({"WebMainResource": resource}, fmt=plistlib.FMT_BINARY)


def warc(*, compressed: bool = False) -> bytes:
    """Return a web archive with a page, a missing page, a text and a picture."""
    answers = (
        (ADDRESS, "200 OK", "text/html; charset=utf-8", page(PUMP).encode()),
        ("https://harbour.example/gone", "404 Not Found", "text/html", b"gone"),
        ("https://harbour.example/ferry.txt", "200 OK", "text/plain", FERRY.encode()),
        ("https://harbour.example/a.png", "200 OK", "image/png", b"\x89PNG"),
    )
    records = [_record("warcinfo", "application/warc-fields", "", b"software: test\r\n")]
    for address, status, kind, body in answers:
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        records.append(_record("response", "application/http; msgtype=response", address, answer))
    return b"".join(gzip.compress(record, mtime=0) if compressed else record for record in records)


def _record(kind: str, content_type: str, address: str, block: bytes) -> bytes:
    """Return one record as the standard (ISO 28500) writes it."""
    target = f"WARC-Target-URI: {address}\r\n" if address else ""
    header = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{len(block):032x}>\r\n{target}"
        f"WARC-Date: 2020-02-03T04:05:06Z\r\nContent-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return header.encode() + block + b"\r\n\r\n"


def wacz() -> bytes:
    """Return a web archive as replayweb.page keeps it."""
    return zipped({"datapackage.json": "{}", "archive/a.warc.gz": warc(compressed=True), "pages/pages.jsonl": "{}"})


RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour news</title><language>en</language>
<item><title>The pump &amp; we</title><link>{ADDRESS}</link><dc:creator>By Ann Author</dc:creator>
<pubDate>Mon, 04 Mar 2024 10:00:00 GMT</pubDate><description>A teaser only</description>
<content:encoded><![CDATA[<p>{PUMP}</p><blockquote><p>We do not know.</p></blockquote>]]></content:encoded>
<source url="https://quay.example/feed">The Quay Courier</source></item>
<item><title>The ferry</title><guid>https://harbour.example/ferry</guid><author>bob@x.example (Bob Writer)</author>
<description>{FERRY}&nbsp;</description></item>
<item><title>Nothing</title></item>
</channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Harbour news</title>
<entry><title>The pump</title><link href="{ADDRESS}"/><link rel="via" href="https://quay.example/pump"/>
<author><name>Ann Author</name></author><published>2024-03-04T10:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{PUMP}</p></div></content>
<source><title>The Quay Courier</title><id>https://quay.example/</id></source></entry></feed>"""

NITF = f"""<nitf><head><title>Pump</title><docdata><date.issue norm="20240304T100000Z"/><doc-id id-string="n1"/>
<doc.copyright holder="The Quay Courier"/></docdata></head><body><body.head><hedline><hl1>The pump</hl1></hedline>
<byline>By Ann Author</byline><distributor>Harbour Press</distributor><dateline><location>MARLOW</location></dateline>
</body.head><body.content><block><p>{PUMP}</p><p>{FERRY}</p></block></body.content></body></nitf>"""

NEWSML = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1"><itemMeta>
<pubStatus qcode="stat:usable"/>
<provider literal="Harbour Press"/><firstCreated>2024-03-04T10:00:00Z</firstCreated></itemMeta>
<contentMeta><infoSource literal="The Quay Courier"/><altId>q-17</altId><by>By Ann Author</by>
<dateline>MARLOW, March 4</dateline><headline>The pump</headline><language tag="en"/></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>
<title>x</title></head><body><p>{PUMP}</p></body></html></inlineXML></contentSet></newsItem>"""

SRT = """1
00:00:01,000 --> 00:00:03,000
<i>The pump has stopped.</i>

2
00:01:03,000 --> 00:01:05,500
{\\an8}The pump has stopped.
Who knows why?
"""

VTT = """WEBVTT - a title

NOTE nobody reads this

cue-1
00:01.000 --> 00:03.000 align:start
<v Ann>The pump &amp; the ferry</v>

00:04.000 --> 00:06.000
Who knows <00:05.000>why?
"""


def notebook() -> bytes:
    """Return a notebook with a cell of text and one of code, which has printed something."""
    cells = [
        {"cell_type": "markdown", "source": ["# Pumps\n", "\n", PUMP]},
        {"cell_type": "code", "source": "count = 3\nprint(count)", "outputs": [{"text": ["3\n"]}]},
    ]
    return json.dumps({"cells": cells, "metadata": {"title": "Pumps"}, "nbformat": 4}).encode()


def tar(members: dict[str, bytes]) -> bytes:
    """Return a TAR file of some members."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def archived() -> dict[str, bytes]:
    """Return the members of an archive."""
    return {
        "letters/pump.txt": PUMP.encode(),
        "ferry.html": page(FERRY, "The ferry").encode(),
        "a.png": b"\x89PNG",
        "data.json": b'{"size": 3}',
        "inner.zip": zipped({"mail.eml": bytes(message())}),
    }


def docx_around(name: str, content: str) -> bytes:
    """Return a Word file that shows another file between two paragraphs, as programs of the web write it."""
    schemas = "http://schemas.openxmlformats.org"
    relation = f'<Relationship Id="c1" Type="{schemas}/officeDocument/2006/relationships/aFChunk" Target="{name}"/>'
    body = (
        f"<w:p><w:r><w:t>{PUMP}</w:t></w:r></w:p>"
        f'<w:altChunk r:id="c1" xmlns:r="{schemas}/officeDocument/2006/relationships"/>'
        "<w:p><w:r><w:t>The end.</w:t></w:r></w:p>"
    )
    word = f"{schemas}/wordprocessingml/2006/main"
    return zipped(
        {
            "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>',
            "word/_rels/document.xml.rels": (
                f'<Relationships xmlns="{schemas}/package/2006/relationships">{relation}</Relationships>'
            ),
            name[1:] if name.startswith("/") else f"word/{name}": content,
        }
    )


SAMPLES: dict[str, bytes] = {
    "a.pdf": pdf(),
    "a.docx": docx(),
    "a.odt": odt(),
    "a.rtf": rtf(),
    "a.epub": epub(),
    "a.eml": mail(),
    "a.mbox": mbox(),
    "a.mhtml": mhtml(),
    "a.webarchive": webarchive(),
    "a.warc": warc(),
    "a.warc.gz": warc(compressed=True),
    "a.wacz": wacz(),
    "a.rss": RSS.encode(),
    "a.atom": ATOM.encode(),
    "a.nitf": NITF.encode(),
    "a.newsml": NEWSML.encode(),
    "a.srt": SRT.encode(),
    "a.vtt": VTT.encode(),
    "a.ipynb": notebook(),
    "a.zip": zipped(dict(archived())),
    "a.tar": tar(archived()),
}
"""Files of all formats by name."""
