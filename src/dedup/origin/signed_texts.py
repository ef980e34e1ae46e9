"""A text → the claim that it carries a C2PA manifest, which somebody signed.

C2PA (https://c2pa.org/) hides a manifest in a text as characters that nobody sees: U+FEFF, then one variation selector
for each byte. Words are compared without these characters. Neither the signature nor the hash of the text is verified
here, so the claim says only who is named in the certificate.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedup.origin.claims import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNED = "c2pa"
"""The kind of these claims."""

_MAGIC = b"C2PATXT\0"
_HEADER = len(_MAGIC) + 1 + 4
"""Bytes before the manifest: a magic number, the version, the length of the manifest."""
_LOW, _HIGH = 0xFE00, 0xE0100
"""The first of the sixteen variation selectors that stand for the bytes up to 15, and of those for the others."""
_FEW = 16
_WRAPPER = re.compile("\ufeff([\ufe00-\ufe0f\U000e0100-\U000e01ef]{13,})")
_ORGANISATION = b"\x06\x03\x55\x04\x0a"
"""The object identifier of an organisation's name in a certificate (2.5.4.10), in DER."""
_LONGEST_NAME = 127
UNKNOWN = "an unnamed signer"


def encoded_magic() -> bytes:
    """Return what a manifest in a text begins with, in UTF-8: a text without it has none."""
    return ("\ufeff" + "".join(map(_selector, _MAGIC))).encode()


def signed_claims(text: str) -> Iterator[Claim]:
    """Yield a claim for each manifest in a text; its value is the organisation of the certificate that signed it."""
    if "\ufeff" not in text:
        return
    for found in _WRAPPER.finditer(text):
        content = bytes(map(_byte, found[1]))
        length = int.from_bytes(content[_HEADER - 4 : _HEADER], "big")
        if content.startswith(_MAGIC) and length:
            line = text.count("\n", 0, found.start()) + 1
            name = _signer(content[_HEADER : _HEADER + length]) or UNKNOWN
            yield Claim(SIGNED, name, found.start(), found.end(), line, text[found.start() : found.end()])


def _selector(byte: int) -> str:
    return chr(_LOW + byte if byte < _FEW else _HIGH + byte - _FEW)


def _byte(selector: str) -> int:
    code = ord(selector)
    return code - _LOW if code < _HIGH else code - _HIGH + _FEW


def _signer(manifest: bytes) -> str | None:
    """Return the organisation whose certificate comes first: its issuer's name stands before its own."""
    names: list[str] = []
    at = manifest.find(_ORGANISATION)
    while at >= 0 and len(names) < 2:  # noqa: PLR2004 - issuer and subject
        begin = at + len(_ORGANISATION) + 2
        size = manifest[begin - 1] if begin <= len(manifest) else 0
        name = manifest[begin : begin + size].decode("utf-8", "replace")
        if 0 < size <= _LONGEST_NAME and name.isprintable():
            names.append(name)
        at = manifest.find(_ORGANISATION, at + 1)
    return names[-1] if names else None
