"""A TAR file becomes the documents of its members."""

from __future__ import annotations

import tarfile
from typing import IO, TYPE_CHECKING

from dedup.errors import InputError
from dedup.reading.readers.parts import Parts
from dedup.reading.readers.zip_members import MOST_MEMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_CHUNK = 1 << 16
_MOST_TOGETHER = 1 << 40


def read_tar(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the documents of a TAR file; what stands before damage is read."""
    parts = Parts(content, options, builder)
    count = 0
    try:
        with content.file() as file, tarfile.open(fileobj=file, mode="r:") as archive:
            for member in archive:
                base = member.name.rpartition("/")[2]
                if not member.isfile() or base.startswith(".") or member.size > _MOST_TOGETHER:
                    continue
                count += 1
                if count > MOST_MEMBERS:
                    builder.refuse(content.name, f"it has more than {MOST_MEMBERS:,} members; those were read")
                    break
                parts.read(member.name.removeprefix("./"), _chunks(archive.extractfile(member)))
                archive.members = []  # type: ignore[attr-defined]  # tarfile would remember each
    except tarfile.TarError as error:
        raise InputError(content.name, f"damaged TAR file ({error}); {count:,} members before it were read") from error
    finally:
        parts.report()


def _chunks(file: IO[bytes] | None) -> Iterator[bytes]:
    while file is not None and (chunk := file.read(_CHUNK)):
        yield chunk
