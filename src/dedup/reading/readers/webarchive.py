"""A page that Safari saved (webarchive) becomes a document, with the address that it was saved from."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError

from dedup.documents import Document
from dedup.errors import InputError
from dedup.reading.decoding import decode
from dedup.reading.readers.saved_page import add_saved_page

if TYPE_CHECKING:
    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions


def read_webarchive(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the document of a saved page; raises `InputError` where there is no page in the file."""
    name = content.name
    try:
        archive = plistlib.loads(content.whole())
    except (plistlib.InvalidFileException, ExpatError, ValueError) as error:
        raise InputError(name, "damaged property list") from error
    resource = archive.get("WebMainResource") if isinstance(archive, dict) else None
    body = resource.get("WebResourceData") if isinstance(resource, dict) else None
    if not isinstance(resource, dict) or not isinstance(body, bytes):
        raise InputError(name, "there is no page in this property list")
    encoding = resource.get("WebResourceTextEncodingName")
    source, note = decode(name, _as_utf8(body, encoding), options.encoding, markup=True)
    if note:
        builder.note(name, note)
    address = resource.get("WebResourceURL")
    is_address = isinstance(address, str) and address.startswith(("http://", "https://"))
    add_saved_page(Document(name, "", name, url=address if is_address else None), source, None, builder)


def _as_utf8(body: bytes, encoding: object) -> bytes:
    try:
        return body.decode(encoding).encode() if isinstance(encoding, str) else body
    except (LookupError, ValueError):
        return body
