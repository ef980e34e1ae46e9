"""Templates: documents that cover most of each other and differ in the same places.

Joint press releases, court forms and product pages are filled in, not copied. Versions of one text differ wherever an
editor or a scanner changed something; documents of a template differ at its blanks, and there nearly each has words of
its own. So a family is looked at from one of its members, the *hub*: where do the others have other words, and has each
words of its own there? Which word stands for which is told by `dedup.reuse.aligning`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.engines.groups import components, unique
from dedup.matches import Blank, TemplateGroup
from dedup.relations import RELATIONS
from dedup.reuse.aligning import align
from dedup.reuse.boilerplate_ranges import FEWEST_HOLDERS
from dedup.reuse.verification import LINKED, LISTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.reuse.aligning import Runs
    from dedup.reuse.identical import DistinctTexts
    from dedup.reuse.located_texts import TextLocator
    from dedup.reuse.passage_table import PassageTable
    from dedup.reuse.verification import VerifiedPairs
    from dedup.settings import Settings

    Numbers = NDArray[np.int64]
    Words = NDArray[np.uint64]

COVERED = 0.5
"""Share of the words of each of two documents that must be the same for them to be of one template."""
IN_PASSAGES = 0.35
"""Share of the words of each that must stand in passages; the others stand between blanks."""
FEWEST_BLANKS = 2
FEWEST_DOCUMENTS = 3
SAME_VALUE = 0.25
"""Chance up to which two documents may have the same words in a blank."""
IN_BLANKS = 0.6
"""Share of the words by which a document differs from the hub that must lie in blanks."""
LONGEST_VALUE = 60
"""Words up to which what stands in a blank is a value; more is a passage of its own."""
FEW_LONG = 0.25
"""Share of the values of a blank that may be longer."""
SMALLEST_PART = 0.04
"""Share of the words of a hub that blanks must be, where less than `MANY` documents have them; less are edits."""
MANY = 8
CONFORMING = 0.5
"""Share of the documents alike to the hub that must differ from it in the blanks."""
USUAL = 0.75
"""Share of the pairs of a template that have no more words in common than usual."""
COPIED = 0.8
"""Share of the other words of a text that another text must have for the two to be copies; `min_shared` are enough."""
FRAME = 0.1
"""Share of the words of a hub that a single blank must be; the rest of each document is the same from end to end."""
_NEAR = 3
"""Words between two blanks up to which they are one: parts of a name or a figure are equal by chance."""
_MOST_TRIED = 4
"""Hubs without a template after which the documents alike to them are no longer tried as hubs."""
_WITHOUT_BLANKS = 2
"""Hubs for which one without any blank counts."""
_FIRST_LOOK = 12
"""Documents alike to a hub that must show blanks, before all are looked at."""
_MOST_JUDGED = 256
"""Documents alike to a hub that say where its blanks are; whether they conform is asked of all."""
_SHOWN_VALUES = 5
_SHOWN_BEFORE = 5


ToldBlank = tuple[tuple[int, int], tuple[tuple[int, int, int], ...], int]
"""A blank, some of its values, and how many different ones there are."""


class Partner(NamedTuple):
    """A document beside the hub: its row and words, where it has each word of the hub (-1: nowhere), and the gaps.

    A gap is what stands between common words: words of the hub and of the document, half-open; one side may be empty.
    """

    row: int
    words: Words
    held: Numbers
    gaps: list[tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True)
class Template:
    """A template as its hub shows it: rows of the documents (the hub among them) and the blanks, in words of the hub.

    `values` has for each blank the words that stand there in some documents: row, first word and end. `fixed` is the
    longest stretch of the hub that most of the others have too, `words` counts all such words.
    """

    hub: int
    rows: tuple[int, ...]
    blanks: tuple[tuple[int, int], ...]
    values: tuple[tuple[tuple[int, int, int], ...], ...]
    different: tuple[int, ...]
    fixed: tuple[int, int]
    words: int


def find_templates(
    verified: VerifiedPairs, distinct: DistinctTexts, names_source: Callable[[int], bool]
) -> list[Template]:
    """Return the templates of verified pairs; no document is in two of them.

    `names_source` tells of a document whether it says where its text comes from, as a copy does and a form does not.
    """
    alike = _alike(verified, distinct.words.counts)
    partners: dict[int, list[int]] = {}
    for place, pair in enumerate(zip(alike.a.tolist(), alike.b.tolist(), strict=True)):
        for row in pair:
            partners.setdefault(row, []).append(place)
    used: set[int] = set()
    tried: Counter[int] = Counter()
    found = []
    for hub in sorted(partners, key=lambda row: (-len(partners[row]), row)):
        if hub in used or tried[hub] >= _MOST_TRIED:
            continue
        sides = [(place, int(alike.a[place] + alike.b[place]) - hub) for place in partners[hub]]
        free = [(place, other) for place, other in sides if other not in used]
        if len(free) < FEWEST_DOCUMENTS - 1:
            continue
        partners_of_hub = _partners(hub, free, alike, distinct)
        some = list(islice(partners_of_hub, _FIRST_LOOK))
        blanks = _blanks(hub, some, distinct)
        template = _template(hub, [*some, *partners_of_hub], distinct) if blanks else None
        if template and not _are_reprints(template, distinct, names_source):
            found.append(template)
            used.update(template.rows)
        else:
            tried.update({other: 1 if blanks else _WITHOUT_BLANKS for _, other in free})
    return sorted(_completed(list(_merged(found, alike)), alike), key=lambda template: template.rows)


def _are_reprints(template: Template, distinct: DistinctTexts, names_source: Callable[[int], bool]) -> bool:
    """Return whether half of the documents of a template name a source: they are copies, with headings of their own."""
    documents = distinct.members.first_documents(np.array(template.rows, np.int64)).tolist()
    return 2 * sum(map(names_source, documents)) >= len(documents)


def link_templates(
    verified: VerifiedPairs, templates: Sequence[Template], counts: Numbers, settings: Settings
) -> tuple[VerifiedPairs, list[int]]:
    """Return the verified pairs with the relation *template* where both texts are of one, and how many each has.

    Such a pair is linked by its template, unless each is to be listed. Two texts that have much more in common than
    the fixed words of their template are copies, with their ordinary relation.
    """
    pairs = verified.pairs
    number = np.full(1 + int(np.max(np.concatenate([pairs.a, pairs.b]), initial=0)), -1)
    for place, template in enumerate(templates):
        number[list(template.rows)] = place
    both = (number[pairs.a] >= 0) & (number[pairs.a] == number[pairs.b])
    both[both] = ~_are_copies(pairs.where(both), number, counts, templates, settings)
    relation, listing = verified.relation.copy(), verified.listing.copy()
    relation[both] = RELATIONS.index("template")
    if not settings.lists_all:
        listing[both] = LINKED
    sizes = np.bincount(number[pairs.a[both]], minlength=len(templates)).tolist()
    return replace(verified, relation=relation, listing=listing), sizes


def _are_copies(
    pairs: PassageTable, number: Numbers, counts: Numbers, templates: Sequence[Template], settings: Settings
) -> NDArray[np.bool_]:
    """Return which pairs of templates have much more in common than what most texts of their template have.

    That are the fixed words, and what most pairs share, such as a sentence that only some of the texts have.
    """
    same, own = pairs.same_words, number[pairs.a]
    usual = np.array([template.words for template in templates], np.int64)
    for place in range(len(templates)):
        usual[place] = max(usual[place], np.quantile(same[own == place], USUAL, method="lower"))
    others = np.minimum(counts[pairs.a], counts[pairs.b]) - usual[own]
    enough = np.minimum(settings.min_shared, np.maximum(settings.min_run, COPIED * others))
    return np.asarray(same - usual[own] >= enough)


def tell_templates(
    templates: Sequence[Template],
    pairs: Sequence[int],
    distinct: DistinctTexts,
    ids: Sequence[str],
    locator: TextLocator,
) -> Iterator[TemplateGroup]:
    """Yield the templates as they are shown; `pairs` counts the verified pairs of each."""
    for template, count in zip(templates, pairs, strict=True):
        asked = [(template.hub, *template.fixed)]
        for (low, _), values in zip(template.blanks, template.values, strict=True):
            asked += [(template.hub, max(low - _SHOWN_BEFORE, 0), low), *values]
        rows, first, end = np.array(asked, np.int64).T
        some = first < end
        quotes = np.full(rows.size, "", object)
        quotes[some] = locator.quotes(distinct.members.first_documents(rows[some]), first[some], end[some])
        text, *rest = quotes.tolist()
        blanks = []
        for values, different in zip(template.values, template.different, strict=True):
            blanks.append(Blank(rest[0], tuple(rest[1 : 1 + len(values)]), different))
            rest = rest[1 + len(values) :]
        members = sorted(document for row in template.rows for document in distinct.members[row])
        yield TemplateGroup(tuple(ids[document] for document in members), count, template.words, text, tuple(blanks))


def _merged(templates: Sequence[Template], table: PassageTable) -> Iterator[Template]:
    """Yield the templates, those of which documents cover most of each other as one, told by its largest hub.

    A template changes over the years; each of its states has a hub of its own.
    """
    rows = 1 + int(table.b.max(initial=0))
    number = np.full(rows, -1)
    for place, template in enumerate(templates):
        number[list(template.rows)] = place
    a, b = number[table.a], number[table.b]
    joined = (a >= 0) & (b >= 0)
    state = components(a[joined], b[joined], len(templates))
    for first in unique(state).tolist():
        states = [templates[place] for place in np.flatnonzero(state == first).tolist()]
        largest = max(states, key=lambda template: len(template.rows))
        yield replace(largest, rows=tuple(sorted(row for template in states for row in template.rows)))


def _completed(templates: Sequence[Template], alike: PassageTable) -> Iterator[Template]:
    """Yield the templates with the documents of which most partners, and two at least, are of the same template."""
    rows = 1 + int(alike.b.max(initial=0))
    number = np.full(rows, -1)
    for place, template in enumerate(templates):
        number[list(template.rows)] = place
    row, other = np.concatenate([alike.a, alike.b]), np.concatenate([alike.b, alike.a])
    partners = np.bincount(row, minlength=rows)
    free = (number[row] < 0) & (number[other] >= 0)
    codes, counts = np.unique(row[free] * max(len(templates), 1) + number[other[free]], return_counts=True)
    joining, home = np.divmod(codes, max(len(templates), 1))
    joins = (counts >= FEWEST_DOCUMENTS - 1) & (2 * counts > partners[joining])
    for own, template in enumerate(templates):
        more = joining[joins & (home == own)].tolist()
        yield replace(template, rows=tuple(sorted((*template.rows, *more))))


def _alike(verified: VerifiedPairs, counts: Numbers) -> PassageTable:
    """Return the pairs whose passages cover enough of each other."""
    pairs = verified.pairs
    same = pairs.same_words
    enough = (
        (same >= IN_PASSAGES * counts[pairs.a]) & (same >= IN_PASSAGES * counts[pairs.b]) & (verified.listing == LISTED)
    )
    return pairs.where(enough)


def _partners(
    hub: int, sides: Sequence[tuple[int, int]], table: PassageTable, distinct: DistinctTexts
) -> Iterator[Partner]:
    """Yield the other documents that have enough words of the hub, and it enough of theirs."""
    text = distinct.words.of(hub)
    texts = [distinct.words.of(other) for _, other in sides]
    aligned = align(text, texts, _runs(hub, sides, table))
    for (_, row), other, held in zip(sides, texts, aligned, strict=True):
        if np.count_nonzero(held >= 0) >= COVERED * max(text.size, other.size):
            yield Partner(row, other, held, _gaps(held))


def _blanks(hub: int, partners: Sequence[Partner], distinct: DistinctTexts) -> list[ToldBlank]:
    """Return the blanks that a hub and others show, in order."""
    if len(partners) < FEWEST_DOCUMENTS - 1:
        return []
    text = distinct.words.of(hub)
    varying = _stretches(_same_values(text, partners) <= SAME_VALUE, _NEAR)
    return [blank for low, high in varying if (blank := _blank(hub, low, high, text, partners))]


def _template(hub: int, aligned: Sequence[Partner], distinct: DistinctTexts) -> Template | None:
    """Return the template that a hub and others are made from, none if they are versions of one text."""
    text, judged = distinct.words.of(hub), aligned[:_MOST_JUDGED]
    blanks = _blanks(hub, judged, distinct)
    if not blanks:
        return None
    within = np.zeros(text.size, bool)
    for (low, high), _, _ in blanks:
        within[low:high] = True
    conforming = [partner.row for partner in aligned if _conforms(partner.gaps, within)]
    if len(conforming) < max(FEWEST_DOCUMENTS - 1, CONFORMING * len(aligned)):
        return None
    if len(blanks) < FEWEST_BLANKS:
        low, high = blanks[0][0]
        framed = [partner.row for partner in aligned if _is_framed(partner)]
        conforming = [row for row in conforming if row in framed]
        if high - low < FRAME * text.size or len(conforming) < FEWEST_HOLDERS - 1:
            return None
    if len(conforming) < MANY and np.count_nonzero(within) < SMALLEST_PART * text.size:
        return None
    fixed = np.mean([partner.held >= 0 for partner in judged], axis=0) > 1 / 2
    longest = max(_stretches(fixed, 0), key=lambda stretch: stretch[1] - stretch[0], default=(0, 0))
    places, values, different = zip(*blanks, strict=True)
    rows = tuple(sorted((hub, *conforming)))
    return Template(hub, rows, places, values, different, longest, int(fixed.sum()))


def _runs(hub: int, sides: Sequence[tuple[int, int]], table: PassageTable) -> Iterator[Runs]:
    """Yield for each other document its common runs with the hub: first words of the hub and of it, lengths."""
    found, bounds = table.passages, table.run_bounds
    for place, _ in sides:
        runs = slice(int(bounds[place]), int(bounds[place + 1]))
        own, theirs = found.a[runs], found.b[runs]
        if int(table.b[place]) == hub:
            own, theirs = theirs, own
        yield sorted(zip(own.tolist(), theirs.tolist(), found.length[runs].tolist(), strict=True))


def _same_values(text: Words, judged: Sequence[Partner]) -> NDArray[np.float64]:
    """Return for each word of the hub the chance that two documents have the same there.

    Documents count only between the first and the last words that they have in common with the hub; where less than
    half do, the chance is told as 1.
    """
    size = text.size
    value = np.zeros((len(judged) + 1, size), np.uint64)  # 0 where a document has the word of the hub
    known = np.zeros(value.shape, bool)
    known[0] = True
    texts: dict[bytes, int] = {}
    for row, (_, other, held, gaps) in enumerate(judged, 1):
        own = np.flatnonzero(held >= 0)
        known[row, own[0] : own[-1] + 1] = True
        for low, high, first, end in gaps:
            if high - low == end - first:
                value[row, low:high] = other[first:end]
            else:
                value[row, low:high] = texts.setdefault(other[first:end].tobytes(), len(texts) + 1)
    rows = np.arange(len(value))[:, None]
    value = np.where(known, value, ~rows.astype(np.uint64))  # nobody else has that
    value.sort(axis=0)
    new = np.ones(value.shape, bool)
    new[1:] = value[1:] != value[:-1]
    equal = (rows - np.maximum.accumulate(np.where(new, rows, 0), axis=0)).sum(axis=0)
    count = known.sum(axis=0)
    return np.where(2 * count > len(value), equal / np.maximum(count * (count - 1) / 2, 1), 1.0)


def _gaps(held: Numbers) -> list[tuple[int, int, int, int]]:
    """Return what stands between common words: words of the hub and of the other document, half-open."""
    own = np.flatnonzero(held >= 0)
    theirs = held[own]
    some = np.flatnonzero((np.diff(own) > 1) | (np.diff(theirs) > 1))
    columns = (own[some] + 1, own[some + 1], theirs[some] + 1, theirs[some + 1])
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _stretches(chosen: NDArray[np.bool_], near: int) -> list[tuple[int, int]]:
    """Return the stretches of chosen words, half-open; those at most so many words apart are one."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], chosen, [False]]).astype(np.int8)))
    stretches: list[tuple[int, int]] = []
    for low, high in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if stretches and low - stretches[-1][1] <= near:
            low = stretches.pop()[0]  # noqa: PLW2901 - the stretch goes on
        stretches.append((low, high))
    return stretches


def _blank(hub: int, low: int, high: int, text: Words, judged: Sequence[Partner]) -> ToldBlank | None:
    """Return a blank, some of its values (row, first word, end), and how many different ones there are.

    None where too few different values stand there, or too many that are long.
    """
    values = {text[low:high].tobytes(): (hub, low, high)}
    for row, other, held, _ in judged:
        before, after = held[:low].max(initial=-1), held[high:]
        after = after[after >= 0]
        if before >= 0 and after.size and after[0] > before + 1:
            values.setdefault(other[before + 1 : after[0]].tobytes(), (row, int(before) + 1, int(after[0])))
    long = sum(end - first > LONGEST_VALUE for _, first, end in values.values())
    if len(values) < FEWEST_DOCUMENTS or long > FEW_LONG * len(values):
        return None
    return (low, high), tuple(values.values())[:_SHOWN_VALUES], len(values)


def _is_framed(partner: Partner) -> bool:
    """Return whether a document begins and ends as the hub does: all that is its own stands in between."""
    return bool(partner.held[0] == 0 and partner.held[-1] == partner.words.size - 1)


def _conforms(gaps: Sequence[tuple[int, int, int, int]], blank: NDArray[np.bool_]) -> bool:
    """Return whether most words by which a document differs from the hub lie in blanks."""
    inside = every = 0
    for low, high, first, end in gaps:
        words = max(high - low, end - first)
        every += words
        inside += words if blank[low:high].any() or (blank[low - 1] and blank[high]) else 0
    return inside >= IN_BLANKS * max(every, 1)
