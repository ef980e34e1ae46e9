"""Pairs, repetitions and claims of one document against the rules: the findings, each with its sentences.

One function a rule. Whether somebody has accepted a finding is left to `dedup.gate.sorting`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.gate import wording
from dedup.gate.findings import Finding, Imprint, Source
from dedup.gate.rules import RULES
from dedup.gate.sources import allowance, is_attributed, named_sources, publisher_of
from dedup.origin.names import same_publisher
from dedup.origin.site_lines import FORBIDDEN, terms_of
from dedup.relations import CONTAINED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.gate.cases import Case
    from dedup.gate.pairs import Pair
    from dedup.gate.rules import AllowedSource, Rules
    from dedup.gate.shelf import Item, Shelf
    from dedup.matches import Passage
    from dedup.relations import Relation


def judge(case: Case, rules: Rules, shelf: Shelf) -> list[Finding]:
    """Return what the rules object to in one document, rule by rule in the order of `RULES`."""
    judged = [
        pair for pair in case.pairs if pair.match.relation == "identical" or words_counted(case, pair) >= case.least
    ]
    free = [pair for pair in judged if allowance(shelf[pair.source], rules) is None]
    every = [pair for pair in case.pairs if allowance(shelf[pair.source], rules) is None]
    makers: Sequence[Iterator[Finding]] = (
        _reposts(case, free, rules, shelf),
        _share(case, every, rules, shelf),
        _runs(case, every, rules, shelf),
        _unattributed(case, judged, rules, shelf),
        _not_allowed(case, judged, rules, shelf),
        _licences(case, judged, rules, shelf),
        _repeated(case, rules),
    )
    return [finding for made in makers for finding in made]


def _counts(case: Case, pair: Pair) -> bool:
    return pair.match.relation == "identical" or words_counted(case, pair) >= case.least


def words_counted(case: Case, pair: Pair) -> int:
    """Return how many words of a document the passages of a pair hold that are not left out as marked."""
    if not pair.passages:
        return pair.match.shared_words
    return sum(
        round(np.count_nonzero(case.item.covered([(passage.a.start, passage.a.end)]) & ~case.left_out) * share)
        for passage, share in ((passage, passage.same_words / passage.words) for passage in pair.passages)
    )


def is_only_marked(case: Case, pair: Pair) -> bool:
    """Return whether a pair would be judged if no marked words were left out."""
    return not _counts(case, pair) and pair.match.shared_words >= case.least


def _reposts(case: Case, pairs: Sequence[Pair], rules: Rules, shelf: Shelf) -> Iterator[Finding]:
    for pair in pairs:
        if _relation(pair) in rules.relations:
            yield _of_pair(case, pair, "repost", wording.repost(_length(case.item)), shelf)


def _runs(case: Case, pairs: Sequence[Pair], rules: Rules, shelf: Shelf) -> Iterator[Finding]:
    limit = rules.max_run
    if limit is None:
        return
    for pair in pairs:
        if pair.match.longest_run > limit and words_counted(case, pair) > limit:
            yield _of_pair(case, pair, "long-run", wording.long_run(limit), shelf)


def _share(case: Case, pairs: Sequence[Pair], rules: Rules, shelf: Shelf) -> Iterator[Finding]:
    passages = [passage for pair in pairs for passage in pair.passages]
    if rules.max_reuse is None or not passages:
        return
    item = case.item
    covered = np.logical_or.reduce([_shared(case, pair, shelf) for pair in pairs])
    words = int(np.count_nonzero(covered))
    share = words / _length(item)
    if share <= rules.max_reuse:
        return
    sources = sorted((_source(pair, case, shelf) for pair in pairs), key=lambda source: (-source.words, source.name))
    longest = max(passages, key=_size).a
    ends = [_imprint(case, pair, shelf) for pair in pairs]
    imprint = Imprint(
        item.pieces(covered),
        tuple(piece for end in ends for piece in end.shared_source),
        item.paragraphs(covered),
        tuple(piece for end in ends for piece in end.paragraphs_source),
    )
    yield Finding(
        "reuse-share",
        item.name,
        "",
        item.where(longest.start, longest.end),
        words,
        share,
        tuple(sources),
        item.excerpt(longest.start, longest.end),
        wording.reuse_share(words, share, sources, rules.max_reuse),
        RULES["reuse-share"].what_to_do,
        imprint,
    )


def _unattributed(case: Case, pairs: Sequence[Pair], rules: Rules, shelf: Shelf) -> Iterator[Finding]:
    for pair in pairs:
        source = shelf[pair.source]
        allowed = allowance(source, rules)
        asks = rules.require_attribution or (allowed is not None and _terms(allowed).startswith("cc-by"))
        if asks and _is_anothers(pair, case.item, source) and not is_attributed(case.item, case.provenance, source):
            yield _of_pair(case, pair, "unattributed", wording.unattributed, shelf)


def _not_allowed(case: Case, pairs: Sequence[Pair], rules: Rules, shelf: Shelf) -> Iterator[Finding]:
    if not rules.allow_source:
        return
    told: list[str] = []
    for pair in pairs:
        source = shelf[pair.source]
        publisher = publisher_of(source)
        if publisher is None or allowance(source, rules) or _is_own(case.item, publisher):
            continue
        told.append(publisher)
        yield _of_pair(case, pair, "source-not-allowed", wording.not_allowed, shelf)
    for name, claims in named_sources(case.provenance):
        known = [*told, *(allowed.name for allowed in rules.allow_source)]
        if not any(same_publisher(name, other) for other in known):
            told.append(name)
            spoken = [claim for claim in claims if not claim.in_markup]
            start, end = (spoken[0].start, spoken[0].end) if spoken else (0, 0)
            yield Finding(
                "source-not-allowed",
                case.item.name,
                name,
                case.item.where(start, end),
                0,
                0.0,
                (Source(name, name),),
                case.item.excerpt(start, end) if spoken else (claims[0].text if claims else ""),
                wording.names_not_allowed(name),
                RULES["source-not-allowed"].what_to_do,
            )


def _licences(case: Case, pairs: Sequence[Pair], rules: Rules, shelf: Shelf) -> Iterator[Finding]:
    for pair in pairs:
        source = shelf[pair.source]
        allowed = allowance(source, rules)
        if allowed is not None:
            if "nd" in _terms(allowed).split("-") and _is_edited(pair):
                yield _of_pair(case, pair, "licence-forbids", wording.edited(allowed), shelf)
        elif rules.licences:
            forbids = [claim for claim in source.claims if claim.kind == "licence" and claim.value == FORBIDDEN]
            if forbids:
                yield _of_pair(case, pair, "licence-forbids", wording.forbidden(forbids[0].text), shelf)


def _repeated(case: Case, rules: Rules) -> Iterator[Finding]:
    item, size = case.item, max(1, _length(case.item))
    for repetition in case.repetitions if rules.self_repetition else ():
        first, second = repetition.first, repetition.second
        place = item.where(first.start, first.end)
        source = Source(item.name, None, place, None, repetition.relation, repetition.shared_words)
        yield Finding(
            "self-repetition",
            item.name,
            item.name,
            item.where(second.start, second.end),
            repetition.shared_words,
            min(1.0, repetition.shared_words / size),
            (source,),
            item.excerpt(second.start, second.end),
            wording.self_repetition(repetition),
            RULES["self-repetition"].what_to_do,
            _imprint_of(
                item, item.covered([(second.start, second.end)]), item, item.covered([(first.start, first.end)])
            ),
        )


def _of_pair(case: Case, pair: Pair, rule: str, tell: wording.Tell, shelf: Shelf) -> Finding:
    """Return the finding of a rule on one pair; its place is the longest passage."""
    item, source = case.item, _source(pair, case, shelf)
    longest = _longest(pair.passages or pair.match.passages)
    counted = words_counted(case, pair)
    words = max(int(np.count_nonzero(_shared(case, pair, shelf))), counted)
    start, end = (longest.a.start, longest.a.end) if longest else (0, 0)
    return Finding(
        rule,
        item.name,
        source.name,
        item.where(start, end),
        words,
        min(1.0, words / max(1, _length(item))),
        (source,),
        item.excerpt(start, end),
        tell(pair, source),
        RULES[rule].what_to_do,
        _imprint(case, pair, shelf),
        left_out=pair.match.shared_words - counted,
    )


def _imprint(case: Case, pair: Pair, shelf: Shelf) -> Imprint:
    other = shelf[pair.source]
    there = other.covered((passage.b.start, passage.b.end) for passage in pair.passages)
    return _imprint_of(case.item, _shared(case, pair, shelf), other, there)


def _imprint_of(item: Item, here: NDArray[np.bool_], other: Item, there: NDArray[np.bool_]) -> Imprint:
    return Imprint(item.pieces(here), other.pieces(there), item.paragraphs(here), other.paragraphs(there))


def _shared(case: Case, pair: Pair, shelf: Shelf) -> NDArray[np.bool_]:
    """Return for each word of the document whether it is shared with the source of a pair, as often as it is said.

    Marked words that are left out are not.
    """
    item = case.item
    passages = item.covered((passage.a.start, passage.a.end) for passage in pair.passages)
    return (passages | item.runs_of(shelf[pair.source], case.min_run)) & ~case.left_out


def _source(pair: Pair, case: Case, shelf: Shelf) -> Source:
    """Return the source of a pair as a finding names it, with the place of the longest passage there."""
    item = shelf[pair.source]
    longest = _longest(pair.passages or pair.match.passages)
    return Source(
        item.name,
        publisher_of(item),
        item.where(longest.b.start, longest.b.end) if longest else item.where(0, 0),
        case.revision if pair.was_before else None,
        _relation(pair),
        words_counted(case, pair),
        pair.match.longest_run,
        pair.match.passages,
    )


def _relation(pair: Pair) -> Relation:
    """Return what a document is to its source: one that holds it is a copy of it, also where both are of a template."""
    match = pair.match
    is_copy = match.relation == "template" and max(match.containment_a, match.containment_b) >= CONTAINED
    return "contained" if is_copy else match.relation


def _longest(passages: Sequence[Passage]) -> Passage | None:
    return max(passages, key=_size, default=None)


def _length(item: Item) -> int:
    return int(item.words.hashes.size)


def _size(passage: Passage) -> int:
    return passage.same_words


def _is_edited(pair: Pair) -> bool:
    return any(passage.same_words < passage.words for passage in pair.passages)


def _terms(allowed: AllowedSource) -> str:
    return terms_of(allowed.licence) if allowed.licence else ""


def _is_anothers(pair: Pair, item: Item, source: Item) -> bool:
    """Return whether a source can be asked for by name: it is not the text's own publisher's, as far as is known."""
    publisher = publisher_of(source)
    return pair.was_before if publisher is None else not _is_own(item, publisher)


def _is_own(item: Item, publisher: str) -> bool:
    own = publisher_of(item)
    return own is not None and same_publisher(own, publisher)
