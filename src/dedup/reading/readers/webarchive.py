"""A page that Safari saved (webarchive) becomes a document, with the address that it was saved from."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError

from dedup.documents import Document
from dedup.errors import InputError
from dedup.reading.decoding import as_utf8, decode_and_note
from dedup.reading.fields import is_web_address
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
    data = as_utf8(body, resource.get("WebResourceTextEncodingName"))
    source = decode_and_note(name, data, options.encoding, builder, markup=True)
    address = resource.get("WebResourceURL")
    add_saved_page(
        Document(name, "", name, url=address if is_web_address(address) else None),
        source,
        None,
        builder,
        extractor=options.extractor,
    )
