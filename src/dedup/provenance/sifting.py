"""A column of texts → which of them hold a stem of any phrase that names a source.

Only these need to be read sentence by sentence. The column is searched as it lies in memory, by Arrow's RE2, for all
stems at once; that is some hundred times faster than asking each text in Python, and most texts hold none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.provenance.credits import KINDS_OF_ROLES
from dedup.provenance.language import languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from dedup.provenance.language import Language


@dataclass(frozen=True, slots=True)
class Sift:
    """Whether one text holds a stem: of the languages that every text is read in, and of any language."""

    assumed: bool
    any: bool

    def leaves(self, spoken: Iterable[Language]) -> bool:
        """Return whether a text in these languages has to be read sentence by sentence."""
        return self.any if any(not language.assumed for language in spoken) else self.assumed


EVERYTHING = Sift(assumed=True, any=True)
"""Of a text that was not searched: anything may stand in it."""


def sift(column: pa.Array) -> Iterator[Sift]:
    """Yield what each text of a column may hold."""
    assumed = _hold(column, [language for language in languages() if language.assumed])
    return (Sift(one, other) for one, other in zip(assumed, _hold(column, languages()), strict=True))


def _hold(column: pa.Array, chosen: Iterable[Language]) -> list[bool]:
    import pyarrow.compute as pc  # noqa: PLC0415 - takes 50 ms, and small scans do not sift

    stems = {stem for language in chosen for role in KINDS_OF_ROLES for stem in language.phrases[role].stems}
    pattern = "|".join(re.escape(stem) for stem in sorted(stems)) or r"\z."
    found: list[bool] = pc.match_substring_regex(column, pattern, ignore_case=True).to_pylist()
    return found
