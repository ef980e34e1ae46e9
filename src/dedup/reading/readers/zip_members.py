"""The members of a ZIP file, which documents of word processors and books are too, read within limits.

A few bytes may stand for gigabytes, and a member may lie about its size. So what is unpacked is counted, over all
members of a file, and a file that becomes too large is refused there.
"""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Any, Self

from dedup.errors import InputError
from dedup.reading.content import joined, refuse_growth, size_of
from dedup.reading.readers.xml import xml_root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.reading.content import Content

MOST_MEMBERS = 100_000
"""Members of an archive that are read."""
_CHUNK = 1 << 16
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, IndexError, NotImplementedError, OSError, ValueError)
"""What the library raises on a damaged file."""
_ENCRYPTED = 1
ENCRYPTED = "it is encrypted, with a password"
"""Why a document of a word processor that has a password is unreadable."""
_OLE, _PACKAGE, _MOST_SEARCHED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le"), 1 << 26


class ZipMembers:
    """The `members` of one ZIP file, in the order of its directory; a context that closes the file.

    Several may have one name: those of an archive are documents of their own, those of one document leave open what it
    says.
    """

    def __init__(self, content: Content) -> None:
        self.name = content.name
        self._most = content.most
        self._packed = content.packed
        self._count = content.count
        self._given = 0
        self._file = content.file()
        self.size = size_of(self._file)
        try:
            self._archive = zipfile.ZipFile(self._file)
        except _DAMAGES as error:
            with self._file:
                reason = ENCRYPTED if self._is_encrypted() else f"damaged ZIP file ({error})"
            raise InputError(self.name, reason) from error
        self.members = [one for one in self._archive.infolist() if not one.is_dir()]
        self._by_name = {one.filename: one for one in self.members}
        # Members of one name are one where they are equal, as far as the file says.
        distinct = {(one.filename, one.CRC, one.file_size) for one in self.members}
        self._ambiguous = {name for name, count in Counter(name for name, *_ in distinct).items() if count > 1}

    def _is_encrypted(self) -> bool:
        """Return whether the file is one of Microsoft Office with a password: no ZIP file then, but one in another."""
        self._file.seek(0)
        return self._file.read(len(_OLE)) == _OLE and _PACKAGE in self._file.read(_MOST_SEARCHED)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()
        self._file.close()

    @property
    def names(self) -> list[str]:
        """The names of the members, each once."""
        return list(self._by_name)

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def chunks(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield the bytes of a member, some at a time; raises `InputError` where it cannot be read."""
        place = f"{self.name}#{member.filename}"
        if member.flag_bits & _ENCRYPTED:
            raise InputError(place, "it is encrypted")
        for chunk in self._unpacked(member, place):
            self._given += len(chunk)
            refuse_growth(self.name, self.size, self._given, self._most)
            yield chunk

    def _unpacked(self, member: zipfile.ZipInfo, place: str) -> Iterator[bytes]:
        try:
            with self._archive.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except _DAMAGES as error:
            said = " ".join(str(error).split())
            raise InputError(place, f"damaged in its ZIP file ({said})") from error

    def read(self, name: str) -> bytes:
        """Return the bytes of the member of a name and count them.

        Raises `InputError` where there is none, where there are several, or where it is too large for a document.
        """
        place, member = f"{self.name}#{name}", self._by_name.get(name)
        if member is None:
            raise InputError(place, "it is named in the file, and is not there")
        if name in self._ambiguous:
            raise InputError(place, "it is several times in its file, each time with other content")
        data = joined(place, self.chunks(member), self._most, self._packed)
        self._count(len(data))
        return data

    def xml_root(self, name: str) -> Any:
        """Return the root of a member that is XML; raises `InputError` where it cannot be read."""
        return xml_root(self.name, self.read(name))
