"""A page that a browser saved as MHTML becomes a document, with the address that it was saved from."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from dedup.documents import Document
from dedup.errors import NoTextError
from dedup.reading.content import EMPTY
from dedup.reading.decoding import as_utf8, decode_and_note
from dedup.reading.fields import is_web_address
from dedup.reading.readers.mail import add_mail, header_text, mail_date
from dedup.reading.readers.saved_page import add_saved_page

if TYPE_CHECKING:
    from email.message import Message

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_PAGES = ("text/html", "application/xhtml+xml")
_LOCATIONS = ("snapshot-content-location", "content-location")


def read_mhtml(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the document of a saved page; a mail with pictures, which is built alike, is read as a mail."""
    data = content.whole()
    message = message_from_bytes(data, policy=policy.compat32)
    page = page_within(message)
    if page is None or not _is_saved(message, page):
        add_mail(content, data, options, builder)
        return
    address = _address(message) or _address(page)
    body = page.get_payload(decode=True)
    if not isinstance(body, bytes) or not body.strip():
        raise NoTextError(content.name, EMPTY)
    data = as_utf8(body, page.get_param("charset"))
    source = decode_and_note(content.name, data, options.encoding, builder, markup=True)
    known = Document(content.name, "", content.name, url=address)
    add_saved_page(known, source, mail_date(message), builder, extractor=options.extractor)


def page_within(message: Message) -> Message | None:
    """Return the part of a message that is its page, or None."""
    return next((part for part in message.walk() if part.get_content_type() in _PAGES), None)


def _is_saved(message: Message, page: Message) -> bool:
    """Return whether a message is a page that was saved: it says where the page was, or which browser saved it."""
    located = any(part.get(field) for part in (message, page) for field in _LOCATIONS)
    return located or "saved by" in (header_text(message, "from") or "").lower()


def _address(part: Message) -> str | None:
    found = (header_text(part, field) for field in _LOCATIONS)
    return next((each for each in found if is_web_address(each)), None)
