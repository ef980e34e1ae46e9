"""A TAR file becomes the documents of its members."""

from __future__ import annotations

import tarfile
from typing import IO, TYPE_CHECKING

from dedup.errors import InputError
from dedup.reading.content import size_of
from dedup.reading.readers.parts import Parts
from dedup.reading.readers.zip_members import MOST_MEMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_CHUNK = 1 << 16


def read_tar(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the documents of a TAR file; what stands before damage is read."""
    with content.file() as file:
        parts = Parts(content, options, builder, size_of(file))
        try:
            with tarfile.open(fileobj=file, mode="r:") as archive:
                _read_members(content, archive, parts, builder)
        except tarfile.TarError as error:
            raise InputError(content.name, f"damaged TAR file ({error}); what stands before it was read") from error
        finally:
            parts.report()


def _read_members(content: Content, archive: tarfile.TarFile, parts: Parts, builder: DocumentBuilder) -> None:
    count = 0
    for member in archive:
        archive.members = []  # type: ignore[attr-defined]  # tarfile would remember each
        if not member.isfile() or member.name.rpartition("/")[2].startswith("."):
            continue
        count += 1
        if count > MOST_MEMBERS:
            builder.refuse(content.name, f"it has more than {MOST_MEMBERS:,} members; those were read")
        if count > MOST_MEMBERS or parts.exhausted:
            break
        parts.read(member.name.removeprefix("./"), _chunks(archive.extractfile(member)))


def _chunks(file: IO[bytes] | None) -> Iterator[bytes]:
    while file is not None and (chunk := file.read(_CHUNK)):
        yield chunk
