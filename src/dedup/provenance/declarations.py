"""The claims of one document → the sources it declares, in the order of its chain.

A name that is the page's own is no evidence, a person is an author and no hop, and two names for one place in the
chain are a conflict that is shown. Whether a declared source holds the text is left to `dedup.provenance.chain`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dedup.provenance import weights
from dedup.provenance.names import identity, is_agency, same_publisher
from dedup.provenance.origins import Conflict
from dedup.provenance.persons import is_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dedup.provenance.claims import Claim
    from dedup.provenance.reading import Description

_NOBODY = re.compile(
    r"\b(?:staff|writers?|editors?|editorial|team|guest|admin|administrator|contributors?|contributed|correspondents?|"
    r"newsroom|reporters?|redaktion|redaction|rédaction|redacción|redazione|redação|anonymous|unknown|webmaster)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Source:
    """One name that a document gives as a source, with the claims that give it."""

    name: str
    claims: list[Claim] = field(default_factory=list)

    @property
    def place(self) -> int:
        """Where in the chain the name stands: copyright lines say least of it, so that any other claim decides."""
        telling = [claim for claim in self.claims if claim.kind != "copyright"] or self.claims
        return min(weights.place(claim) for claim in telling)

    @property
    def confidence(self) -> float:
        """How sure the claims make it that the text came through this name."""
        return weights.worth(self.claims)


@dataclass(frozen=True, slots=True)
class Declarations:
    """What one document declares: its own name, its sources from the first to the last, and what contradicts.

    `doubtful` sources are named too weakly for a chain. `outgoing` are those who took the text over from here.
    """

    own: str | None
    sources: tuple[Source, ...]
    doubtful: tuple[Source, ...]
    outgoing: tuple[Source, ...]
    conflicts: tuple[Conflict, ...]
    undecided: str = ""


def declared(description: Description, claims: Sequence[Claim], hosts: Iterable[str] = ()) -> Declarations:
    """Return what a document declares; `hosts` are its addresses, which with its publisher are its own names."""
    own_names = [name for name in (description.publisher, *hosts) if name]
    naming = [claim for claim in claims if weights.names_a_source(claim) and _may_be_a_source(claim, description)]
    own = description.publisher or _sole_holder(naming) or next(iter(own_names), None)
    own_names = [*own_names, *([own] if own else [])]
    foreign = _grouped(claim for claim in naming if not _is_own(claim.value, own_names))
    firm = [source for source in foreign if source.confidence >= weights.ASSERTED]
    kept, conflicts, undecided = _settled(firm)
    outgoing = _grouped(c for c in claims if c.kind == "outgoing" and not _is_own(c.value, own_names))
    doubtful = [source for source in foreign if source not in firm]
    return Declarations(own, tuple(kept), tuple(doubtful), tuple(outgoing), tuple(conflicts), undecided)


def _is_own(value: str, own_names: Iterable[str]) -> bool:
    return any(same_publisher(value, name) for name in own_names)


def _may_be_a_source(claim: Claim, description: Description) -> bool:
    if claim.kind not in ("byline", "copyright"):
        return True
    if is_agency(claim.value):
        return True
    is_author = description.author is not None and identity(claim.value) == identity(description.author)
    return not is_author and not is_person(claim.value) and not _NOBODY.search(claim.value)


def _sole_holder(naming: Sequence[Claim]) -> str | None:
    """Return the one copyright holder that nothing else names: on a page of no known publisher, the page's own."""
    holders = {identity(claim.value): claim.value for claim in naming if claim.kind == "copyright"}
    others = {identity(claim.value) for claim in naming if claim.kind != "copyright"}
    alone = [value for key, value in holders.items() if key not in others and not is_agency(value)]
    return alone[0] if len(holders) == 1 and alone else None


def _grouped(claims: Iterable[Claim]) -> list[Source]:
    """Return the claims by publisher, in the order in which the names come first."""
    sources: list[Source] = []
    for claim in claims:
        known = next((source for source in sources if same_publisher(source.name, claim.value)), None)
        if known is None:
            sources.append(Source(claim.value, [claim]))
        else:
            known.claims.append(claim)
    return sources


def _settled(sources: Sequence[Source]) -> tuple[list[Source], list[Conflict], str]:
    """Return the sources in chain order; where two claim one place, the surer one, or none if neither is."""
    kept: list[Source] = []
    conflicts: list[Conflict] = []
    undecided = ""
    for position in sorted({source.place for source in sources}):
        rivals = sorted((s for s in sources if s.place == position), key=lambda source: -source.confidence)
        if len(rivals) == 1:
            kept.append(rivals[0])
            continue
        conflicts.append(Conflict(_about(position), tuple(claim for rival in rivals for claim in rival.claims)))
        if rivals[0].confidence - rivals[1].confidence >= _CLEARLY:
            kept.append(rivals[0])
        else:
            undecided = f"{_about(position)}: {' or '.join(rival.name for rival in rivals)}"
    return kept, conflicts, undecided


_CLEARLY = 0.15


def _about(position: int) -> str:
    return {
        weights.WIRE: "the agency",
        weights.FIRST: "the first source",
        weights.BETWEEN: "the hops between",
        weights.LAST: "the place it was taken from",
    }[position]
