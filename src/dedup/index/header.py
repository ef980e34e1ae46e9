"""What the sketches of an index were made with: sketches that were made otherwise are never compared with them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Self

from dedup.errors import StoreError
from dedup.settings import Settings
from dedup.sketch.bands import choose_bands
from dedup.version import VERSION
from dedup.words.folding import VERSION as FOLDING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dedup.sketch.bands import LshParams

WORD_HASH = "xxh64"
"""The hash of words: XXH64 with seed 0, of the folded UTF-8. Another hash needs another name here."""

SHINGLE_SCHEME = "polynomial-murmur3 affine32 winnowing"
"""What is computed from the hashes of words; whatever changes a sketch needs another name here.

A shingle's hash is a polynomial of the hashes of its words, finished with MurmurHash3's 64-bit finaliser. Signatures
are made of these hashes by datasketch's ``affine32`` permutations, and fingerprints are chosen by winnowing.
"""

_DESCRIPTIONS = {
    "word_hash": "words hashed by {0.word_hash}",
    "shingle_scheme": "the shingle scheme {0.shingle_scheme}",
    "words": "shingles of {0.words} words",
    "permutations": "{0.permutations} permutations",
    "seed": "the seed {0.seed}",
    "bands": "{0.bands} bands (threshold {0.threshold:g}, recall {0.recall:g})",
    "rows": "{0.rows} rows a band",
    "min_run": "a shortest run of {0.min_run} words",
    "fingerprint_words": "fingerprints of {0.fingerprint_words} words",
    "folding": "the folding {0.folding}",
}


@dataclass(frozen=True, slots=True)
class Header:
    """The settings that every sketch in one index shares.

    `threshold` and `recall` are those from which the bands were chosen; only the choice, `bands` and `rows`, has to
    agree. `word_hash`, `shingle_scheme` and `folding` name what turns a text into sketches. `program` is the version
    that made the file; it is shown and never compared.
    """

    word_hash: str
    shingle_scheme: str
    words: int
    permutations: int
    seed: int
    threshold: float
    recall: float
    bands: int
    rows: int
    fingerprint_words: int
    min_run: int
    folding: str
    program: str

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the header of an index that these settings make."""
        lsh = choose_bands(settings.threshold, settings.recall, settings.permutations)
        return cls(
            word_hash=WORD_HASH,
            shingle_scheme=SHINGLE_SCHEME,
            words=settings.words,
            permutations=settings.permutations,
            seed=settings.seed,
            threshold=settings.threshold,
            recall=settings.recall,
            bands=lsh.bands,
            rows=lsh.rows,
            fingerprint_words=settings.fingerprint_words,
            min_run=settings.min_run,
            folding=FOLDING,
            program=VERSION,
        )

    @classmethod
    def loads(cls, stored: Mapping[str, str]) -> Self:
        """Return a header from what `dumps` gave; `StoreError` where a value is missing or is none."""
        kinds = {"int": int, "float": float, "str": str}
        try:
            return cls(**{field.name: kinds[str(field.type)](stored[field.name]) for field in fields(cls)})
        except (KeyError, TypeError, ValueError) as error:
            msg = f"its header is damaged: {error}"
            raise StoreError(msg) from error

    def dumps(self) -> dict[str, str]:
        """Return the header as names and values."""
        return {field.name: str(getattr(self, field.name)) for field in fields(self)}

    def settings(self, base: Settings | None = None) -> Settings:
        """Return settings that fit the index, all else as in `base`."""
        return replace(
            base or Settings(),
            words=self.words,
            permutations=self.permutations,
            seed=self.seed,
            threshold=self.threshold,
            recall=self.recall,
            fingerprint_words=self.fingerprint_words,
            min_run=self.min_run,
        )

    def lsh(self) -> LshParams:
        """Return how signatures are cut into bands."""
        return choose_bands(self.threshold, self.recall, self.permutations)

    def refuse(self, settings: Settings) -> None:
        """Raise `StoreError` where sketches made with the settings cannot be compared with those of the index.

        The sentence names both values.
        """
        wanted = Header.of(settings)
        for name, description in _DESCRIPTIONS.items():
            if getattr(self, name) != getattr(wanted, name):
                here, there = description.format(self), description.format(wanted)
                msg = f"the index was made with {here}, and not with {there}: leave it out, or make another index"
                raise StoreError(msg)

    def refuse_other_sketches(self) -> None:
        """Raise `StoreError` where this program makes other sketches of a text than the one that made the index."""
        for here, there, sentence in (
            (self.folding, FOLDING, "its words were folded by {}, and this program folds by {}"),
            (self.word_hash, WORD_HASH, "its words were hashed by {}, and this program hashes by {}"),
            (self.shingle_scheme, SHINGLE_SCHEME, "its shingle scheme is {}, and that of this program is {}"),
        ):
            if here != there:
                msg = f"{sentence.format(here, there)}: build the index anew"
                raise StoreError(msg)
