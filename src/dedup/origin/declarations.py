"""The claims of one document → the sources it declares, in the order of its chain.

A name that is the page's own is no evidence. A person is an author and no hop. Two names for one place in the chain are
a conflict that is shown; so are a canonical link to one publisher and words that name another. Whether the text is in
the collection under a declared source is left to `dedup.origin.traced_documents`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from dedup.origin.claims import OWN_ADDRESS, SITE_NAME, as_weighed
from dedup.origin.hosts import host_of
from dedup.origin.lines import goes_beyond_latin
from dedup.origin.name_forms import is_nobody, is_person
from dedup.origin.names import DistinctPublishers, domain_of, identity, is_agency, same_publisher
from dedup.origin.provenance import Conflict
from dedup.origin.weights import (
    ASSERTED,
    BETWEEN,
    FIRST,
    LAST,
    WIRE,
    is_weak,
    names_a_source,
    place_in_chain,
    weight,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dedup.origin.claims import Claim
    from dedup.origin.extraction import Description

_LINKS = frozenset({"canonical", "front-matter:canonical"})
_WORDS = frozenset({"attribution", "reprint", "copyright"})
_OWNERS = frozenset({"json-ld:publisher", "json-ld:copyrightHolder", "dc.publisher"})
_OWN = frozenset({SITE_NAME, "publisher", OWN_ADDRESS})
"""Kinds that name the document's own site."""
_SHORTEST_NAME = 4
"""Letters of the shortest name that makes two publishers related where it is part of the other's name."""

_WORD = re.compile(r"[^\W_]+")
_FEWEST_WORDS, _SHORTEST_HOST = 2, 5
"""Words of a name, and letters of a host that is made of their beginnings."""


@dataclass(slots=True)
class Source:
    """One name that a document gives as a source, with the claims that give it."""

    name: str
    claims: list[Claim] = field(default_factory=list)

    @property
    def place(self) -> int:
        """Where in the chain the name stands."""
        return place_in_chain(self.claims)

    @property
    def is_only_owner(self) -> bool:
        """Whether nothing but copyright lines give the name: they say who owns a text, not where it stood."""
        return all(as_weighed(claim.kind) in ("copyright", "json-ld:copyrightHolder") for claim in self.claims)

    @property
    def shown(self) -> str:
        """What the source is called: the first name that is no address, else the registered domain."""
        named = next((claim.value for claim in self.claims if host_of(claim.value) is None), None)
        return named or domain_of(self.name) or self.name

    @property
    def confidence(self) -> float:
        """How sure the claims make it that the text came through this name."""
        return weight(self.claims)


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


def declared(
    description: Description,
    claims: Sequence[Claim],
    url: str | None = None,
    has_version: Callable[[str], bool] = lambda _name: False,
) -> Declarations:
    """Return what a document declares; its `url`, its publisher and its site's names are its own names.

    `has_version` tells whether a document of the publisher with some name holds the same text. That makes a doubtful
    source a firm one, and decides between rivals.
    """
    naming = [claim for claim in claims if names_a_source(claim) and _may_be_a_source(claim, description)]
    own_names = _own_names(description, claims, url)
    own = _shown_name(description.publisher, own_names) or _sole_name(naming)
    if not naming and all(claim.kind != "outgoing" for claim in claims):
        return Declarations(own, (), (), (), ())  # as most documents of a collection
    own_names = [*own_names, *([own] if own else [])]
    foreign = _grouped(claim for claim in naming if not _is_own(claim, own_names))
    firm, doubtful = _by_confidence(foreign, has_version)
    kept, rivalries, undecided = _resolved(firm, has_version)
    conflicts = (*rivalries, *_contradictions(firm, doubtful))
    outgoing = _grouped(claim for claim in claims if claim.kind == "outgoing" and not _is_own(claim, own_names))
    return Declarations(own, tuple(kept), tuple(doubtful), tuple(outgoing), conflicts, undecided)


def _own_names(description: Description, claims: Sequence[Claim], url: str | None) -> list[str]:
    """Return the names that are the document's own: its publisher, its site's name, its address.

    A publisher whom the markup names in another script than all of these is taken for the same.
    """
    listed = [description.publisher, url, *(claim.value for claim in claims if claim.kind in _OWN)]
    names = [name for name in listed if name]
    publishers = (claim.value for claim in claims if as_weighed(claim.kind) == "json-ld:publisher")
    scripts = set(map(goes_beyond_latin, names))
    others = (name for name in publishers if scripts == {not goes_beyond_latin(name)} and not is_agency(name))
    return [*names, *others]


def _shown_name(publisher: str | None, own_names: Sequence[str]) -> str | None:
    """Return what the document's publisher is called: a name rather than an address, a host rather than a link."""
    named = next((name for name in (publisher, *own_names) if name and host_of(name) is None), None)
    if named:
        return named
    return next((domain for name in own_names if (domain := domain_of(name))), None)


def _by_confidence(sources: Sequence[Source], has_version: Callable[[str], bool]) -> tuple[list[Source], list[Source]]:
    """Return the sources that are sure enough for a chain, and the others.

    An agency that is only named as the owner of the rights is left out where a publisher is declared.
    """
    firm = [source for source in sources if source.confidence >= ASSERTED or has_version(source.name)]
    if any(not source.is_only_owner for source in firm):
        firm = [source for source in firm if not source.is_only_owner]
    chosen = set(map(id, firm))
    return firm, [source for source in sources if id(source) not in chosen]


def _is_own(claim: Claim, own_names: Iterable[str]) -> bool:
    """Return whether a claim's value is the page's own name; of a weak claim, whether one holds the other."""
    if any(same_publisher(claim.value, name) or _is_short_for(name, claim.value) for name in own_names):
        return True
    return is_weak(claim) and any(_is_within(claim.value, name) for name in own_names)


def _is_short_for(address: str, name: str) -> bool:
    """Return whether a host is made of the beginnings of a name's words: nymag.com is *New York Magazine*.

    Of a word its first letter, three letters or more, or all of it may stand there; of the last not its first alone.
    """
    host, words = host_of(address), _WORD.findall(name.lower())
    if host is None or len(words) < _FEWEST_WORDS or len(host.label) < _SHORTEST_HOST:
        return False
    ends = {0}
    for number, word in enumerate(words, 1):
        sizes = {*range(3, len(word) + 1), len(word), *((1,) if number < len(words) else ())}
        ends = {end + size for end in ends for size in sizes if host.label.startswith(word[:size], end)}
    return len(host.label) in ends


def _is_within(one: str, other: str) -> bool:
    shorter, longer = sorted((identity(one), identity(other)), key=len)
    return len(shorter) >= _SHORTEST_NAME and shorter in longer


def _may_be_a_source(claim: Claim, description: Description) -> bool:
    if claim.kind not in ("byline", "copyright"):
        return True
    if is_agency(claim.value):
        return True
    is_author = description.author is not None and identity(claim.value) == identity(description.author)
    return not is_author and not is_person(claim.value) and not is_nobody(claim.value)


def _sole_name(naming: Sequence[Claim]) -> str | None:
    """Return the one name by which a page of no known publisher seems to call itself.

    That is who published it by its own words, or the only holder of its copyright that no sentence calls the source.
    """
    by = [claim.value for claim in naming if claim.kind == "published-by"]
    if by:
        return by[0]
    holders = {identity(claim.value): claim.value for claim in naming if claim.kind == "copyright"}
    others = {identity(claim.value) for claim in naming if claim.kind not in ("copyright", "byline")}
    alone = [value for key, value in holders.items() if key not in others and not is_agency(value)]
    return alone[0] if len(holders) == 1 and alone else None


def _grouped(claims: Iterable[Claim]) -> list[Source]:
    """Return the claims by publisher, in the order in which the names come first."""
    sources: list[Source] = []
    names = DistinctPublishers()
    for claim in claims:
        place = names.place(claim.value)
        if place == len(sources):
            sources.append(Source(claim.value))
        sources[place].claims.append(claim)
    return sources


def _resolved(
    sources: Sequence[Source], has_version: Callable[[str], bool]
) -> tuple[list[Source], list[Conflict], str]:
    """Return the sources in chain order; where two claim one place, the surer one, or none if neither is."""
    kept: list[Source] = []
    conflicts: list[Conflict] = []
    undecided = ""
    for position in sorted({source.place for source in sources}):
        rivals = sorted((s for s in sources if s.place == position), key=lambda source: -source.confidence)
        if len(rivals) == 1:
            kept.append(rivals[0])
            continue
        if position == WIRE:  # agencies that are credited together, or each for its item, contradict nobody
            kept.append(min(rivals, key=lambda rival: min(claim.start for claim in rival.claims)))
            continue
        conflicts.append(Conflict(_about(position), tuple(claim for rival in rivals for claim in rival.claims)))
        with_version = [rival for rival in rivals if has_version(rival.name)]
        if len(with_version) == 1:
            kept.append(with_version[0])
        elif rivals[0].confidence - rivals[1].confidence >= _CLEARLY:
            kept.append(rivals[0])
        else:
            undecided = f"{_about(position)}: {' or '.join(rival.shown for rival in rivals)}"
    return kept, conflicts, undecided


_CLEARLY = 0.15


def _about(position: int) -> str:
    return {
        WIRE: "the agency",
        FIRST: "the first source",
        BETWEEN: "the hops between",
        LAST: "the place it was taken from",
    }[position]


def _contradictions(firm: Sequence[Source], doubtful: Sequence[Source]) -> list[Conflict]:
    """Return a conflict for each two sources of which a canonical link names one and words of the page the other.

    Left out are firm names of one place in the chain, which are rivals anyhow; agencies, because a publisher's page
    may well hold an agency's text; names of one house, and whoever the page's markup calls its owner.
    """
    return [
        Conflict(
            f"the source: a link leads to {link.shown}, the words name {words.shown}",
            (*_claims_of_kinds(link, _LINKS), *_claims_of_kinds(words, _WORDS)),
        )
        for link, words in _links_and_words([*firm, *doubtful])
        if not (link in firm and words in firm and link.place == words.place) and not _are_related(link, words)
    ]


def _links_and_words(sources: Sequence[Source]) -> Iterator[tuple[Source, Source]]:
    """Yield the pairs of a source that a link names and one that only words name, in either order of the two."""
    links = [bool(_claims_of_kinds(source, _LINKS)) for source in sources]
    words = [
        not link and bool(_claims_of_kinds(source, _WORDS)) and not _is_owner(source)
        for source, link in zip(sources, links, strict=True)
    ]
    chosen = [number for number, (link, word) in enumerate(zip(links, words, strict=True)) if link or word]
    for one, other in combinations(chosen, 2) if any(links) else ():
        if links[one] and words[other]:
            yield sources[one], sources[other]
        elif words[one] and links[other]:
            yield sources[other], sources[one]


def _claims_of_kinds(source: Source, kinds: frozenset[str]) -> list[Claim]:
    return [claim for claim in source.claims if claim.kind in kinds]


def _is_owner(source: Source) -> bool:
    """Return whether only a copyright line names a source, and the page's markup calls it the owner or publisher."""
    kinds = {as_weighed(claim.kind) for claim in source.claims}
    return bool(kinds & _OWNERS) and kinds <= _OWNERS | {"copyright"}


def _are_related(link: Source, words: Source) -> bool:
    if is_agency(link.name) or is_agency(words.name):
        return True
    return _is_within(link.name, words.name)
