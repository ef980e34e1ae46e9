"""The settings of a run: every number that changes what is found, checked once.

Defaults are those of `docs/method.md`. A result carries its settings, so that it can be made again.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal, Self, get_args

from dedup.errors import UsageError

Only = Literal["repetitions", "copies", "clusters", "provenance", "origins"]
ONLY: tuple[Only, ...] = get_args(Only)

Noise = Literal["auto", "low", "high"]
NOISE: tuple[Noise, ...] = get_args(Noise)

SEED = 1
"""The seed of the permutations: datasketch's default, so that signatures interchange."""

FINGERPRINT_WORDS = 6
"""The usual length of the shingles that are winnowed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What to look for, and how carefully.

    `words` is the length of a shingle. `threshold` is the Jaccard from which document pairs are sought by signature,
    `recall` the share of the pairs at the threshold that the bands must let meet. `min_run` is the shortest run of
    words that counts as reused; `min_shared` the words that two documents must share to be listed (`min_repeated`
    within one document); with `all_pairs`, documents that are alike are listed even if they have fewer.
    `fingerprint_words` (k) is the length of the shingles that are winnowed; the window follows from it and `min_run`.
    If it is 0 (not given), it becomes `FINGERPRINT_WORDS`, or `min_run` where that is less.
    `join_gap` is the largest edit, in words, that a passage bridges.

    A run that stands in more than `pair_limit` places is linked to its first holder, not listed between each two,
    unless `all_pairs` asks for that. Pairs that have nothing but marked words in common, and pairs of one template, are
    told in groups, unless `list_all` or `all_pairs` asks for each.

    With the `noise` *high*, the letters of texts are compared besides their words; *auto* decides by a sample of words.
    With `rewrites`, pairs of texts of which one may be the other in other words are told, in a section of their own.
    """

    words: int = 5
    permutations: int = 128
    seed: int = SEED
    threshold: float = 0.5
    recall: float = 0.99
    min_run: int = 12
    min_shared: int = 30
    min_repeated: int = 12
    fingerprint_words: int = 0
    join_gap: int = 10
    pair_limit: int = 10
    all_pairs: bool = False
    list_all: bool = False
    passages: bool = True
    only: Only | None = None
    noise: Noise = "auto"
    rewrites: bool = False

    def __post_init__(self) -> None:
        if not self.fingerprint_words:
            object.__setattr__(self, "fingerprint_words", max(1, min(FINGERPRINT_WORDS, self.min_run)))
        for name, (low, high) in LIMITS.items():
            value = getattr(self, name)
            if not low <= value <= high:
                msg = f"{name.replace('_', '-')} must be from {low} to {high}, not {value}"
                raise UsageError(msg)
        if self.only is not None and self.only not in ONLY:
            msg = f"only must be one of {', '.join(ONLY)}, not {self.only!r}"
            raise UsageError(msg)
        if self.noise not in NOISE:
            msg = f"noise must be one of {', '.join(NOISE)}, not {self.noise!r}"
            raise UsageError(msg)
        if self.fingerprint_words > self.min_run:
            msg = (
                f"min-run {self.min_run} is less than fingerprint-words {self.fingerprint_words}, which the "
                "configuration file or the call sets; leave fingerprint-words out, and it follows min-run"
            )
            raise UsageError(msg)

    @property
    def window(self) -> int:
        """The winnowing window w, in shingles: a run of ``w + k - 1 = min_run`` words always holds a fingerprint."""
        return self.min_run - self.fingerprint_words + 1

    @property
    def lists_all(self) -> bool:
        """Whether each verified pair is listed, whatever a group would tell of it."""
        return self.all_pairs or self.list_all

    def wants(self, *sections: Only) -> bool:
        """Return whether a section that is reported needs one of these."""
        return self.only is None or self.only in sections

    @property
    def tells_rewrites(self) -> bool:
        """Whether rewrites are looked for."""
        return self.rewrites and self.only is None

    @classmethod
    def of(cls, values: dict[str, Any]) -> Self:
        """Return settings from names and values, as they stand in a result; unknown names are a `UsageError`."""
        known = {field.name for field in fields(cls)}
        for name in values:
            if name not in known:
                msg = f"there is no setting {name!r}; the settings are {', '.join(sorted(known))}"
                raise UsageError(msg)
        return cls(**values)


LIMITS: dict[str, tuple[float, float]] = {
    "words": (1, 32),
    "permutations": (2, 4096),
    "seed": (0, 2**32 - 1),
    "threshold": (0.01, 1.0),
    "recall": (0.01, 0.999999),
    "min_run": (1, 1000),
    "min_shared": (1, 1_000_000),
    "min_repeated": (1, 1_000_000),
    "fingerprint_words": (1, 64),
    "join_gap": (0, 1000),
    "pair_limit": (2, 1_000_000),
}
"""The least and the most that each number may be."""
