"""Texts that carry a signed C2PA manifest in characters that nobody sees."""

from __future__ import annotations

import pytest

import dedup
from dedup.origin.signed_texts import signed_claims
from tests.origin.pages import BODY


def wrapped(manifest: bytes, length: int | None = None) -> str:
    """Return a manifest as the standard writes it into a text, worked out here from the standard."""
    size = len(manifest) if length is None else length
    content = b"C2PATXT\x00" + b"\x01" + size.to_bytes(4, "big") + manifest
    return "\ufeff" + "".join(chr(0xFE00 + one) if one < 16 else chr(0xE0100 + one - 16) for one in content)


def organisation(name: bytes) -> bytes:
    return b"\x06\x03\x55\x04\x0a\x0c" + bytes([len(name)]) + name


MANIFEST = b"jumb" + organisation(b"Root Authority") + b"...." + organisation(b"Valley Post") + b"signature"


def test_the_signer_is_the_organisation_of_the_certificate() -> None:
    """The issuer of the certificate stands before it."""
    text = f"{BODY}{wrapped(MANIFEST)}"
    (claim,) = signed_claims(text)
    assert (claim.kind, claim.value, claim.start, claim.end) == ("c2pa", "Valley Post", len(BODY), len(text))


@pytest.mark.parametrize(
    "text", [BODY, f"{BODY}\ufeff", f"{BODY}\ufeff\ufe00\ufe01", f"{BODY}\ufeff" + "\ufe0f" * 40, wrapped(b"", 0)]
)
def test_other_invisible_characters_claim_nothing(text: str) -> None:
    """A byte order mark, emoji selectors, and a wrapper without a manifest."""
    assert list(signed_claims(text)) == []


def test_a_manifest_without_a_name_is_still_signed() -> None:
    """Whoever it was; a length beyond the end of the text harms nothing."""
    assert [claim.value for claim in signed_claims(wrapped(b"jumb", 9999))] == ["an unnamed signer"]
    assert [claim.value for claim in signed_claims(wrapped(b"\x06\x03\x55\x04\x0a"))] == ["an unnamed signer"]


@pytest.mark.parametrize("others", [0, 250])
def test_a_signed_copy_has_the_same_words_and_tells_of_its_signature(others: int) -> None:
    """Also in a collection that is searched at once."""
    documents = [dedup.Document("a", BODY), dedup.Document("b", BODY + wrapped(MANIFEST))]
    documents += [dedup.Document(f"n{number}", f"Only {number} words here.") for number in range(others)]
    result = dedup.scan(documents)
    assert [(match.a, match.b, match.relation) for match in result.copies if match.a == "a"] == [
        ("a", "b", "identical")
    ]
    told = {one.document: [claim.value for claim in one.claims if claim.kind == "c2pa"] for one in result.provenance}
    assert told.get("b") == ["Valley Post"]
