"""One case and the rules → findings, each with its message.

One function a rule. Whether somebody has accepted a finding is left to `dedup.gate.acceptance`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from dedup.gate import messages
from dedup.gate.attribution import allowance, is_credited, named_sources, names_another, publisher_of
from dedup.gate.findings import Finding, Imprint, Source
from dedup.gate.publishing import embargo_of, is_kept_from_search, is_killed, is_known_place, links_to
from dedup.gate.rules import RULES
from dedup.origin.names import same_publisher
from dedup.origin.site_lines import FORBIDDEN, terms_of
from dedup.relations import CONTAINED, REPOSTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.gate.cases import Case
    from dedup.gate.documents import GateDocument
    from dedup.gate.prose_pairs import JudgedPair
    from dedup.gate.rules import AllowedSource, Rules
    from dedup.matches import Passage
    from dedup.relations import Relation


_PLACES = {name: place for place, name in enumerate(RULES)}


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with the gravest first: rule by rule as in `RULES`, of each those of the most words first."""
    return sorted(findings, key=lambda finding: (_PLACES[finding.rule], -finding.words, -finding.share))


def judge(case: Case, rules: Rules) -> list[Finding]:
    """Return what the rules object to in one document, rule by rule in the order of `RULES`."""
    judged = [pair for pair in case.pairs if _counts(case, pair)]
    free = [pair for pair in judged if allowance(case.documents[pair.source], rules) is None]
    every = [pair for pair in case.pairs if allowance(case.documents[pair.source], rules) is None]
    makers: Sequence[Iterator[Finding]] = (
        _killed(case, judged, rules),
        _embargoed(case, judged, rules),
        _reposts(case, free, rules),
        _share(case, every, rules),
        _runs(case, every, rules),
        _unattributed(case, judged, rules),
        _required(case, judged, rules),
        _not_allowed(case, judged, rules),
        _licences(case, judged, rules),
        _repeated(case),
    )
    return [finding for made in makers for finding in made]


def _counts(case: Case, pair: JudgedPair) -> bool:
    return words_counted(case, pair) >= case.least


def words_counted(case: Case, pair: JudgedPair) -> int:
    """Return how many words of a document the passages of a pair hold that are not left out."""
    if not pair.passages:
        return pair.shared_words
    return sum(
        round(np.count_nonzero(case.document.covered([(passage.a.start, passage.a.end)]) & ~case.left_out) * share)
        for passage, share in ((passage, passage.same_words / passage.words) for passage in pair.passages)
    )


def is_only_marked(case: Case, pair: JudgedPair) -> bool:
    """Return whether a pair would be judged if no marked words were left out."""
    return not _counts(case, pair) and pair.shared_words >= case.least


def _reposts(case: Case, pairs: Sequence[JudgedPair], rules: Rules) -> Iterator[Finding]:
    for pair in pairs:
        if _relation(pair) in rules.relations:
            yield _of_pair(case, pair, "repost", messages.repost(_length(case.document)))


def _runs(case: Case, pairs: Sequence[JudgedPair], rules: Rules) -> Iterator[Finding]:
    limit = rules.max_run
    if limit is None:
        return
    for pair in pairs:
        if pair.match.longest_run > limit and words_counted(case, pair) > limit:
            yield _of_pair(case, pair, "long-run", messages.long_run(limit))


def _share(case: Case, pairs: Sequence[JudgedPair], rules: Rules) -> Iterator[Finding]:
    passages = [passage for pair in pairs for passage in pair.passages]
    if rules.max_reuse is None or not passages:
        return
    document = case.document
    covered = np.logical_or.reduce([_shared(case, pair) for pair in pairs])
    words = int(np.count_nonzero(covered))
    share = words / _length(document)
    if share <= rules.max_reuse:
        return
    sources = sorted((_source(case, pair) for pair in pairs), key=lambda source: (-source.words, source.name))
    longest = max(passages, key=_size).a
    ends = [_imprint(case, pair) for pair in pairs]
    imprint = Imprint(
        document.pieces(covered),
        tuple(piece for end in ends for piece in end.shared_source),
        document.paragraphs(covered),
        tuple(piece for end in ends for piece in end.paragraphs_source),
    )
    yield Finding(
        "reuse-share",
        document.name,
        "",
        document.where(longest.start, longest.end),
        words,
        share,
        tuple(sources),
        document.excerpt(longest.start, longest.end),
        messages.reuse_share(words, share, sources, rules.max_reuse),
        RULES["reuse-share"].what_to_do,
        imprint,
    )


def _unattributed(case: Case, pairs: Sequence[JudgedPair], rules: Rules) -> Iterator[Finding]:
    for pair in pairs:
        source = case.documents[pair.source]
        allowed = allowance(source, rules)
        asks = rules.require_attribution or (allowed is not None and _terms(allowed).startswith("cc-by"))
        if not asks or not _is_anothers(pair, case.document, source):
            continue
        if others := names_another(case.document, case.provenance, source):
            yield _of_pair(case, pair, "unattributed", messages.misattributed(others))
        elif not is_credited(case.document, case.provenance, source):
            yield _of_pair(case, pair, "unattributed", messages.unattributed)


def _required(case: Case, pairs: Sequence[JudgedPair], rules: Rules) -> Iterator[Finding]:
    """Yield what reposts lack of links: to their readers, and to search engines."""
    for pair in pairs:
        source = case.documents[pair.source]
        if not _is_anothers(pair, case.document, source) or not is_known_place(source):
            continue
        if "link" in rules.require and not links_to(case.document, source):
            yield _of_pair(case, pair, "no-link", messages.no_link)
        repeats = _relation(pair) in REPOSTS
        if "canonical" in rules.require and repeats and not is_kept_from_search(case.document, source):
            yield _of_pair(case, pair, "no-canonical", messages.no_canonical)


def _killed(case: Case, pairs: Sequence[JudgedPair], rules: Rules) -> Iterator[Finding]:
    if "kill" not in rules.require:
        return
    if is_killed(case.document):
        yield _of_document(case, "killed", messages.killed())
    for pair in pairs:
        if is_killed(case.documents[pair.source]):
            yield _of_pair(case, pair, "killed", _of_source(messages.killed))


def _embargoed(case: Case, pairs: Sequence[JudgedPair], rules: Rules) -> Iterator[Finding]:
    if "embargo" not in rules.require or rules.as_of is None:
        return
    own = embargo_of(case.document)
    if own and own > rules.as_of:
        yield _of_document(case, "embargoed", messages.embargoed(own))
    for pair in pairs:
        day = embargo_of(case.documents[pair.source])
        if day and day > rules.as_of and day != own:
            yield _of_pair(case, pair, "embargoed", _of_source(partial(messages.embargoed, day)))


def _of_source(say: Callable[[str], str]) -> messages.Message:
    """Return a message about the source that a text repeats."""

    def message(_pair: JudgedPair, source: Source) -> str:
        return say(f" repeats {messages.place(source)}, which")

    return message


def _of_document(case: Case, rule: str, message: str) -> Finding:
    """Return the finding of a rule on a document by itself."""
    document = case.document
    return Finding(
        rule,
        document.name,
        "",
        document.where(0, 0),
        0,
        0.0,
        (),
        document.excerpt(0, len(document.original.text)),
        message,
        RULES[rule].what_to_do,
    )


def _not_allowed(case: Case, pairs: Sequence[JudgedPair], rules: Rules) -> Iterator[Finding]:
    if not rules.allow_source:
        return
    reported: list[str] = []
    for pair in pairs:
        source = case.documents[pair.source]
        publisher = publisher_of(source)
        if publisher is None or allowance(source, rules) or _is_own(case.document, publisher):
            continue
        reported.append(publisher)
        yield _of_pair(case, pair, "source-not-allowed", messages.not_allowed)
    for name, claims in named_sources(case.provenance):
        known = [*reported, *(allowed.name for allowed in rules.allow_source)]
        if not any(same_publisher(name, other) for other in known):
            reported.append(name)
            spoken = [claim for claim in claims if not claim.in_markup]
            start, end = (spoken[0].start, spoken[0].end) if spoken else (0, 0)
            yield Finding(
                "source-not-allowed",
                case.document.name,
                name,
                case.document.where(start, end),
                0,
                0.0,
                (Source(name, name),),
                case.document.excerpt(start, end) if spoken else (claims[0].text if claims else ""),
                messages.names_not_allowed(name),
                RULES["source-not-allowed"].what_to_do,
            )


def _licences(case: Case, pairs: Sequence[JudgedPair], rules: Rules) -> Iterator[Finding]:
    for pair in pairs:
        source = case.documents[pair.source]
        allowed = allowance(source, rules)
        if allowed is not None:
            if "nd" in _terms(allowed).split("-") and _is_edited(pair):
                yield _of_pair(case, pair, "licence-forbids", messages.edited(allowed))
        elif rules.licences:
            forbids = [claim for claim in source.claims if claim.kind == "licence" and claim.value == FORBIDDEN]
            if forbids:
                yield _of_pair(case, pair, "licence-forbids", messages.forbidden(forbids[0].text))


def _repeated(case: Case) -> Iterator[Finding]:
    document = case.document
    for repetition in case.repetitions:
        first, second = repetition.first, repetition.second
        place = document.where(first.start, first.end)
        source = Source(document.name, None, place, None, repetition.relation, repetition.shared_words)
        yield Finding(
            "self-repetition",
            document.name,
            document.name,
            document.where(second.start, second.end),
            repetition.shared_words,
            min(1.0, repetition.shared_words / max(1, _length(document))),
            (source,),
            document.excerpt(second.start, second.end),
            messages.self_repetition(repetition, document.line(first.start), document.line(second.start)),
            RULES["self-repetition"].what_to_do,
            _imprint_of(
                document,
                document.covered([(second.start, second.end)]) & document.prose,
                document,
                document.covered([(first.start, first.end)]) & document.prose,
            ),
        )


def _of_pair(case: Case, pair: JudgedPair, rule: str, message: messages.Message) -> Finding:
    """Return the finding of a rule on one pair; its place is the longest passage."""
    document, source = case.document, _source(case, pair)
    longest = _longest(pair.passages or pair.match.passages)
    counted = words_counted(case, pair)
    words = max(int(np.count_nonzero(_shared(case, pair))), counted)
    start, end = (longest.a.start, longest.a.end) if longest else (0, 0)
    return Finding(
        rule,
        document.name,
        source.name,
        document.where(start, end),
        words,
        min(1.0, words / max(1, _length(document))),
        (source,),
        document.excerpt(start, end),
        message(pair, source),
        RULES[rule].what_to_do,
        _imprint(case, pair),
        left_out=pair.match.shared_words - counted,
    )


def _imprint(case: Case, pair: JudgedPair) -> Imprint:
    other = case.documents[pair.source]
    there = other.covered((passage.b.start, passage.b.end) for passage in pair.passages)
    return _imprint_of(case.document, _shared(case, pair), other, there)


def _imprint_of(
    document: GateDocument, here: NDArray[np.bool_], other: GateDocument, there: NDArray[np.bool_]
) -> Imprint:
    return Imprint(document.pieces(here), other.pieces(there), document.paragraphs(here), other.paragraphs(there))


def _shared(case: Case, pair: JudgedPair) -> NDArray[np.bool_]:
    """Return for each word of the document whether it is shared with the source of a pair, as often as it is said.

    Marked words that are left out are not.
    """
    document = case.document
    passages = document.covered((passage.a.start, passage.a.end) for passage in pair.passages)
    return (passages | document.runs_of(case.documents[pair.source], case.min_run)) & ~case.left_out


def _source(case: Case, pair: JudgedPair) -> Source:
    """Return the source of a pair as a finding names it, with the place of the longest passage there."""
    document = case.documents[pair.source]
    longest = _longest(pair.passages or pair.match.passages)
    return Source(
        document.name,
        publisher_of(document),
        document.where(longest.b.start, longest.b.end) if longest else document.where(0, 0),
        case.revision if pair.was_before else None,
        _relation(pair),
        words_counted(case, pair),
        pair.match.longest_run,
        tuple(
            replace(passage, a=case.document.in_lines(passage.a), b=document.in_lines(passage.b))
            for passage in pair.match.passages
        ),
    )


def _relation(pair: JudgedPair) -> Relation:
    """Return what a document is to its source: one that holds it is a copy of it, also where both are of a template."""
    match = pair.match
    is_copy = match.relation == "template" and max(match.containment_a, match.containment_b) >= CONTAINED
    return "contained" if is_copy else match.relation


def _longest(passages: Sequence[Passage]) -> Passage | None:
    return max(passages, key=_size, default=None)


def _length(document: GateDocument) -> int:
    return int(np.count_nonzero(document.prose))


def _size(passage: Passage) -> int:
    return passage.same_words


def _is_edited(pair: JudgedPair) -> bool:
    return any(passage.same_words < passage.words for passage in pair.passages)


def _terms(allowed: AllowedSource) -> str:
    return terms_of(allowed.licence) if allowed.licence else ""


def _is_anothers(pair: JudgedPair, document: GateDocument, source: GateDocument) -> bool:
    """Return whether a source can be asked for by name: it is not the text's own publisher's, as far as is known."""
    publisher = publisher_of(source)
    return pair.was_before if publisher is None else not _is_own(document, publisher)


def _is_own(document: GateDocument, publisher: str) -> bool:
    own = publisher_of(document)
    return own is not None and same_publisher(own, publisher)
