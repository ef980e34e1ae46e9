"""A mail becomes a document: the text of its message, its subject, sender and date; attachments are documents too.

The lines of an earlier mail that a reply repeats are marked as quotations. Of a message that has its text twice, as
plain text and as HTML, the plain text is read.
"""

from __future__ import annotations

import re
from base64 import b64decode
from contextlib import suppress
from email import message_from_bytes, policy
from email.header import decode_header
from email.utils import getaddresses, parsedate_to_datetime
from typing import TYPE_CHECKING

from dedup.documents import Document, MarkupFact
from dedup.errors import NoTextError
from dedup.reading.content import EMPTY
from dedup.reading.decoding import decode
from dedup.reading.fields import is_web_address
from dedup.reading.formats import format_of_name
from dedup.reading.readers.html_text import add_html
from dedup.reading.readers.paragraphs import Paragraphs
from dedup.reading.readers.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_QUOTED = re.compile(r"[ \t]{0,3}(?:>|\|\s)")
_EARLIER = re.compile(
    r"\s*-{2,}\s*(?:original message|forwarded message|urspr\w+ nachricht|message d'origine|mensaje original)"
    r"\s*-{2,}\s*",
    re.IGNORECASE,
)
"""The line below which Outlook and others put the mail that they answer."""
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_FACTS = ("list-id", "archived-at", "message-id")
"""Fields of a header that are facts on the origin of a mail."""
_MOST_PARTS = 1000
_FEWEST_WORDS = 5
"""Words of a plain text that is read instead of HTML: a shorter one may only say that there is HTML."""
_ATTACHED_MAIL = "message/rfc822"
_BASE64 = re.compile(rb"[A-Za-z0-9+/\s]+={0,2}\s*")
_EMLX = re.compile(rb"\A\s*\d+\s*\n(?=[A-Za-z-]+:)")
"""The length of the message, which Apple Mail puts before it."""


def read_mail(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the document of a mail and those of its attachments; raises `NoTextError` where there is none."""
    add_mail(content, _EMLX.sub(b"", content.whole()), options, builder)


def add_mail(content: Content, data: bytes, options: ReadingOptions, builder: DocumentBuilder, row: int = 0) -> None:
    """Add the document of a mail, whose bytes are `data`; `row` is its number where the input holds several."""
    name = content.name
    message = message_from_bytes(data, policy=policy.compat32)
    paragraphs = Paragraphs()
    attached: list[tuple[str, Message]] = []
    leaves, whole = _leaves(message)
    if not whole:
        builder.note(name, f"it has more than {_MOST_PARTS:,} parts; the others were not read")
    for number, part in enumerate(leaves, start=1):
        attachment = _attachment_name(part, number)
        if attachment is None:
            _add_text(name, part, options, paragraphs)
        else:
            attached.append((attachment, part))
    if paragraphs.text:
        builder.add_document(_document(name, message, paragraphs), row)
    parts = Parts(content, options, builder, len(data))
    for attachment, part in attached:
        if part.get_content_type() == _ATTACHED_MAIL or format_of_name(attachment) is not None:
            parts.read(attachment, iter([_bytes(part)]))
        else:
            parts.pass_over(attachment)
    parts.report()
    if not paragraphs.text and not attached:
        raise NoTextError(name, EMPTY)
    if not paragraphs.text:
        builder.note(name, "the mail itself has no text")


def _document(name: str, message: Message, paragraphs: Paragraphs) -> Document:
    facts = [MarkupFact(f"mail:{field}", value) for field in _FACTS if (value := header_text(message, field))]
    address = (header_text(message, "archived-at") or "").strip("<> ")
    return Document(
        name,
        paragraphs.text,
        name,
        title=header_text(message, "subject"),
        author=_sender(message),
        published=mail_date(message),
        url=address if is_web_address(address) else None,
        markup=(*paragraphs.facts, *facts),
    )


def _leaves(message: Message) -> tuple[list[Message], bool]:
    """Return the parts of a message that are shown or attached, in order, each text once; and whether these are all."""
    leaves: list[Message] = []
    waiting, count = [message], 0
    while waiting and count < _MOST_PARTS:
        part = waiting.pop()
        count += 1
        inner = part.get_payload()
        kind = part.get_content_type()
        if not isinstance(inner, list) or kind == _ATTACHED_MAIL:
            leaves.append(part)
        elif kind == "multipart/alternative":
            waiting += _best([each for each in inner if not isinstance(each, str)])
        else:
            waiting += reversed([each for each in inner if not isinstance(each, str)])
    return leaves, not waiting


def _best(alternatives: list[Message]) -> list[Message]:
    """Return the one of several forms of a text that is read: plain text that is no stub, else the last."""
    plain = next((each for each in alternatives if each.get_content_type() == "text/plain"), None)
    if plain is not None and len(_bytes(plain).split()) >= _FEWEST_WORDS:
        return [plain]
    return alternatives[-1:]


def _attachment_name(part: Message, number: int) -> str | None:
    """Return the name of an attachment, or None for a text of the message itself."""
    named = None
    with suppress(Exception):  # a header may be anything
        named = part.get_filename()
    kind = part.get_content_type()
    if kind == _ATTACHED_MAIL:
        return f"{_safe(named) or number}.eml" if not (named or "").endswith(".eml") else _safe(named)
    disposition = str(part.get("content-disposition") or "").lower()
    if kind in ("text/plain", "text/html") and not disposition.startswith("attachment"):
        return None
    return _safe(named) or f"{number}.{kind.rpartition('/')[2]}"


def _safe(name: str | None) -> str:
    """Return the name of an attachment without folders, as one line."""
    base = re.split(r"[/\\]", _decoded(name or ""))[-1]
    return " ".join(base.split())


def _add_text(name: str, part: Message, options: ReadingOptions, paragraphs: Paragraphs) -> None:
    text = _text(name, part, options)
    if part.get_content_type() == "text/html":
        add_html(name, text, paragraphs)
        return
    answered = False
    for block in _BLANK_LINE.split(text):
        for lines, quoted in _runs(block):
            answered = answered or bool(_EARLIER.match(lines))
            paragraphs.add(lines, quotation=quoted or answered)


def _runs(block: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines of a block, those that are quoted and those that are not apart, and whether they are quoted."""
    lines: list[str] = []
    quoted = False
    for line in block.split("\n"):
        is_quoted = bool(_QUOTED.match(line))
        if (is_quoted != quoted or _EARLIER.fullmatch(line)) and lines:
            yield "\n".join(lines), quoted
            lines = []
        quoted = is_quoted
        lines.append(line)
    yield "\n".join(lines), quoted


def _text(name: str, part: Message, options: ReadingOptions) -> str:
    data = _bytes(part)
    charset = None
    with suppress(Exception):  # see `_attachment_name`
        charset = part.get_content_charset()
    if charset and options.encoding is None:
        with suppress(LookupError, ValueError):
            return data.decode(charset).replace("\r\n", "\n").replace("\0", "\ufffd")
    return decode(name, data, options.encoding, markup=part.get_content_type() == "text/html")[0] if data else ""


def _bytes(part: Message) -> bytes:
    """Return the content of a part without its transfer encoding."""
    payload = part.get_payload()
    if isinstance(payload, list):
        inner = b"".join(each.as_bytes() for each in payload if not isinstance(each, str))
        # A mail within a mail must not be encoded (RFC 2046, 5.2.1), which GroupWise does not know.
        encoded = str(part.get("content-transfer-encoding") or "").strip().lower() == "base64"
        with suppress(ValueError):  # its length is none of base64
            return b64decode(inner) if encoded and _BASE64.fullmatch(inner) else inner
        return inner
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def header_text(message: Message, field: str) -> str | None:
    """Return a field of a header as one line, encoded words decoded; None where there is none."""
    found = next((str(value) for name, value in message.raw_items() if name.lower() == field), "")
    return " ".join(_decoded(found).split()) or None


def _decoded(value: str) -> str:
    """Return a value of a header with its encoded words (RFC 2047) decoded, as far as they can be."""
    with suppress(UnicodeError):  # bytes that are not ASCII are UTF-8 (RFC 6532), as a rule
        value = value.encode(errors="surrogateescape").decode()
    if "=?" not in value:
        return value.encode(errors="surrogateescape").decode("cp1252", errors="replace") if _raw(value) else value
    pieces = list[str]()
    try:
        for piece, charset in decode_header(value):
            if isinstance(piece, str):
                pieces.append(piece)
            else:
                pieces.append(piece.decode(charset or "latin-1", "replace"))
    except (LookupError, ValueError):
        return value.encode(errors="replace").decode()
    return "".join(pieces)


def _raw(value: str) -> bool:
    """Return whether a value of a header holds bytes that are neither ASCII nor UTF-8."""
    return any("\udc80" <= character <= "\udcff" for character in value)


def _sender(message: Message) -> str | None:
    """Return the name of the sender, or else the address."""
    sender = header_text(message, "from")
    if sender is None:
        return None
    with suppress(Exception):  # see `_attachment_name`
        named, address = getaddresses([sender])[0]
        return " ".join(named.split()).strip("'\"") or address or None
    return sender


def mail_date(message: Message) -> str | None:
    """Return the date of a mail as an ISO date, or None where it states none."""
    with suppress(Exception):  # see `_attachment_name`
        return parsedate_to_datetime(str(message.get("date"))).date().isoformat()
    return None
