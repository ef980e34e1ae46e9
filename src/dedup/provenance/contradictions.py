"""The sources that one document names → the pairs of them that cannot both be right, to be shown side by side.

A canonical link says which page is the real one; a sentence or a copyright line that names another publisher says
otherwise. Nothing is decided here: what the chain makes of the names is left to `dedup.provenance.declarations`.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from dedup.provenance.claims import as_weighed
from dedup.provenance.names import identity, is_agency
from dedup.provenance.origins import Conflict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.provenance.claims import Claim
    from dedup.provenance.declarations import Source

_LINKS = frozenset({"canonical", "front-matter:canonical"})
_WORDS = frozenset({"attribution", "reprint", "copyright"})
_OWNERS = frozenset({"json-ld:publisher", "json-ld:copyrightHolder", "dc.publisher"})
_TELLING_NAME = 4


def contradictions(firm: Sequence[Source], doubtful: Sequence[Source]) -> list[Conflict]:
    """Return a conflict for each two sources of which a canonical link names one and words of the page the other.

    Left out are firm names of one place in the chain, which are rivals anyhow; agencies, because a publisher's page
    may well hold an agency's text; names of one house, and whoever the page's markup calls its owner.
    """
    return [
        Conflict(
            f"the source: a link leads to {link.shown}, the words name {words.shown}",
            (*_of(link, _LINKS), *_of(words, _WORDS)),
        )
        for link, words in _pairs([*firm, *doubtful])
        if not (link in firm and words in firm and link.place == words.place) and not _are_related(link, words)
    ]


def _pairs(sources: Sequence[Source]) -> Iterator[tuple[Source, Source]]:
    """Yield the pairs of a source that a link names and one that only words name, in either order of the two."""
    for one, other in combinations(sources, 2):
        for link, words in ((one, other), (other, one)):
            if _of(link, _LINKS) and _of(words, _WORDS) and not _of(words, _LINKS) and not _is_owner(words):
                yield link, words


def _of(source: Source, kinds: frozenset[str]) -> list[Claim]:
    return [claim for claim in source.claims if claim.kind in kinds]


def _is_owner(source: Source) -> bool:
    """Return whether only a copyright line names a source, and the page's markup calls it the owner or publisher."""
    kinds = {as_weighed(claim.kind) for claim in source.claims}
    return bool(kinds & _OWNERS) and kinds <= _OWNERS | {"copyright"}


def _are_related(link: Source, words: Source) -> bool:
    if is_agency(link.name) or is_agency(words.name):
        return True
    shorter, longer = sorted((identity(link.name), identity(words.name)), key=len)
    return len(shorter) >= _TELLING_NAME and shorter in longer
