"""Templates: documents that cover most of each other and differ in the same places.

Joint press releases, court forms and product pages are filled in, not copied. Versions of one text differ wherever an
editor or a scanner changed something; documents of a template differ at its blanks, and there nearly each has words of
its own. So a family is looked at from one of its members, the *hub*: which of its words do the others replace, and do
they replace the same ones?
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.engines.groups import components, unique
from dedup.matches import Blank, TemplateGroup
from dedup.reuse.passages import sums
from dedup.reuse.relations import RELATIONS
from dedup.reuse.verify import LINKED, LISTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.reuse.identical import Distinct
    from dedup.reuse.passages import PassageTable
    from dedup.reuse.shown import Showcase
    from dedup.reuse.verify import VerifiedPairs
    from dedup.settings import Settings

    Numbers = NDArray[np.int64]

COVERED = 0.5
"""Share of the words of each of two documents that must be the same for them to be of one template."""
FEWEST_BLANKS = 2
FEWEST_DOCUMENTS = 3
OFTEN = 0.5
"""Share of the other documents that must replace a word of the hub for it to belong to a blank."""
MOST_ALIKE = 0.5
"""Share of the words of two values that may be the same, and of the values that may have one word that the hub has not.
"""
IN_BLANKS = 0.6
"""Share of all differences between the hub and the others that must lie in blanks."""
LONGEST_VALUE = 60
"""Words up to which what stands in a blank is a value; more is a passage of its own."""
FEW_LONG = 0.25
"""Share of the values of a blank that may be longer."""
CONFORMING = 0.3
"""Share of the documents alike to the hub that must differ from it in the blanks."""
USUAL = 0.75
"""Share of the pairs of a template that have no more words in common than usual."""
COPIED = 0.8
"""Share of the other words of a text that another text must have for the two to be copies; `min_shared` are enough."""
_NEAR = 3
"""Words between two blanks up to which they are one: parts of a name or a figure are equal by chance."""
_SHOWN_VALUES = 5
_SHOWN_BEFORE = 5


class Gap(NamedTuple):
    """A place between two runs of a pair: words of the hub and of the other document, half-open; one may be empty."""

    other: int
    low: int
    high: int
    other_low: int
    other_high: int


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


def find_templates(verified: VerifiedPairs, distinct: Distinct) -> list[Template]:
    """Return the templates of verified pairs; no document is in two of them."""
    alike = _alike(verified, distinct.words.counts)
    table = alike.where(_replacements(alike) >= FEWEST_BLANKS)
    partners: dict[int, list[int]] = {}
    for place, pair in enumerate(zip(table.a.tolist(), table.b.tolist(), strict=True)):
        for row in pair:
            partners.setdefault(row, []).append(place)
    used: set[int] = set()
    found = []
    for hub in sorted(partners, key=lambda row: (-len(partners[row]), row)):
        if hub in used or len(partners[hub]) < FEWEST_DOCUMENTS - 1:
            continue
        sides = [(place, int(table.a[place] + table.b[place]) - hub) for place in partners[hub]]
        free = [(place, other) for place, other in sides if other not in used]
        if len(free) >= FEWEST_DOCUMENTS - 1 and (template := _template(hub, free, table, distinct)):
            found.append(template)
            used.update(template.rows)
    return sorted(_completed(list(_merged(found, table)), alike), key=lambda template: template.rows)


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
    distinct: Distinct,
    ids: Sequence[str],
    showcase: Showcase,
) -> Iterator[TemplateGroup]:
    """Yield the templates as they are shown; `pairs` counts the verified pairs of each."""
    for template, count in zip(templates, pairs, strict=True):
        asked = [(template.hub, *template.fixed)]
        for (low, _), values in zip(template.blanks, template.values, strict=True):
            asked += [(template.hub, max(low - _SHOWN_BEFORE, 0), low), *values]
        rows, first, end = np.array(asked, np.int64).T
        some = first < end
        quotes = np.full(rows.size, "", object)
        quotes[some] = showcase.quotes(distinct.members.firsts_of(rows[some]), first[some], end[some])
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
    """Return the pairs that cover enough of each other."""
    pairs = verified.pairs
    same = pairs.same_words
    enough = (same >= COVERED * counts[pairs.a]) & (same >= COVERED * counts[pairs.b]) & (verified.listing == LISTED)
    return pairs.where(enough)


def _replacements(pairs: PassageTable) -> Numbers:
    """Return in how many places of each pair words stand for other words."""
    found = pairs.found
    replaced = np.zeros(found.length.size, bool)
    if replaced.size:
        gap_a = found.a[1:] - found.a[:-1] - found.length[:-1]
        gap_b = found.b[1:] - found.b[:-1] - found.length[:-1]
        replaced[1:] = (gap_a > 0) & (gap_b > 0)
        replaced[pairs.runs[:-1][pairs.counts > 0]] = False
    return sums(replaced, pairs.runs)


def _gaps(hub: int, sides: Sequence[tuple[int, int]], table: PassageTable) -> Iterator[Gap]:
    """Yield what stands between the runs of a hub and each other document, as long as both go on in one order."""
    bounds = table.runs
    for place, other in sides:
        runs = slice(int(bounds[place]), int(bounds[place + 1]))
        own, theirs = table.found.a[runs], table.found.b[runs]
        if int(table.b[place]) == hub:
            own, theirs = theirs, own
        order = np.argsort(own)
        lengths = table.found.length[runs][order]
        own, theirs = own[order], theirs[order]
        columns = (own[:-1] + lengths[:-1], own[1:], theirs[:-1] + lengths[:-1], theirs[1:])
        for low, high, other_low, other_high in zip(*(column.tolist() for column in columns), strict=True):
            if low <= high and other_low <= other_high:
                yield Gap(other, low, high, other_low, other_high)


def _is_other_text(hub: int, gap: Gap, distinct: Distinct) -> bool:
    """Return whether a gap holds other words, and not the same ones in pieces too short for a passage."""
    own = set(distinct.words.of(hub)[gap.low : gap.high].tolist())
    theirs = set(distinct.words.of(gap.other)[gap.other_low : gap.other_high].tolist())
    return len(own & theirs) <= MOST_ALIKE * min(len(own), len(theirs))


def _template(hub: int, sides: Sequence[tuple[int, int]], table: PassageTable, distinct: Distinct) -> Template | None:
    """Return the template that a hub and others are made from, none if they are versions of one text."""
    gaps = [gap for gap in _gaps(hub, sides, table) if _is_other_text(hub, gap, distinct)]
    size, others = int(distinct.words.counts[hub]), len(sides)
    replaced = _covered(size, [gap for gap in gaps if gap.other_low < gap.other_high])
    every = [other for _, other in sides]
    told = _blanks(hub, _stretches(replaced >= OFTEN * others, _NEAR), gaps, distinct)
    conforming = _conforming(gaps, [blank for blank, _, _ in told], every)
    if len(told) < FEWEST_BLANKS or len(conforming) < max(FEWEST_DOCUMENTS - 1, CONFORMING * others):
        return None
    fixed = _held_by_most(hub, sides, table, size)
    longest = max(_stretches(fixed, 0), key=lambda stretch: stretch[1] - stretch[0], default=(0, 0))
    return Template(
        hub,
        tuple(sorted((hub, *conforming))),
        tuple(blank for blank, _, _ in told),
        tuple(values for _, values, _ in told),
        tuple(different for _, _, different in told),
        longest,
        int(fixed.sum()),
    )


def _covered(size: int, gaps: Sequence[Gap]) -> Numbers:
    """Return how many gaps cover each word of the hub."""
    steps = np.zeros(size + 1, np.int64)
    np.add.at(steps, [gap.low for gap in gaps], 1)
    np.add.at(steps, [gap.high for gap in gaps], -1)
    return np.cumsum(steps)[:-1]


def _stretches(chosen: NDArray[np.bool_], near: int) -> list[tuple[int, int]]:
    """Return the stretches of chosen words, half-open; those at most so many words apart are one."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], chosen, [False]]).astype(np.int8)))
    stretches: list[tuple[int, int]] = []
    for low, high in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if stretches and low - stretches[-1][1] <= near:
            low = stretches.pop()[0]  # noqa: PLW2901 - the stretch goes on
        stretches.append((low, high))
    return stretches


def _conforming(gaps: Sequence[Gap], blanks: Sequence[tuple[int, int]], others: Sequence[int]) -> list[int]:
    """Return the documents whose differences from the hub lie in its blanks, for the most part."""
    inside, every = dict.fromkeys(others, 0), dict.fromkeys(others, 0)
    for gap in gaps:
        every[gap.other] += gap.high - gap.low or gap.other_high - gap.other_low
        inside[gap.other] += sum(max(min(gap.high, high) - max(gap.low, low), 0) for low, high in blanks)
    return [other for other in others if inside[other] >= IN_BLANKS * max(every[other], 1)]


def _blanks(
    hub: int, places: Sequence[tuple[int, int]], gaps: Sequence[Gap], distinct: Distinct
) -> list[tuple[tuple[int, int], tuple[tuple[int, int, int], ...], int]]:
    """Return the places that are blanks: different words stand there in most documents.

    With each, some of its values (row, first word, end) and how many different ones there are. Where the hub alone has
    a misprint, most of the others have a word in common that the hub has not.
    """
    found = []
    for low, high in places:
        standing = {gap.other: (gap.other_low, gap.other_high) for gap in gaps if gap.low < high and low < gap.high}
        own = distinct.words.of(hub)[low:high]
        values = {own.tobytes(): (hub, low, high)}
        words: Counter[int] = Counter()
        for other, (first, end) in standing.items():
            value = distinct.words.of(other)[first:end]
            words.update(set(value.tolist()))
            values.setdefault(value.tobytes(), (other, first, end))
        most = max((count for word, count in words.items() if word not in set(own.tolist())), default=0)
        long = sum(end - first > LONGEST_VALUE for _, first, end in values.values())
        if len(values) >= FEWEST_DOCUMENTS and most <= MOST_ALIKE * len(standing) and long <= FEW_LONG * len(values):
            found.append(((low, high), tuple(values.values())[:_SHOWN_VALUES], len(values)))
    return found


def _held_by_most(hub: int, sides: Sequence[tuple[int, int]], table: PassageTable, size: int) -> NDArray[np.bool_]:
    """Return for each word of the hub whether it stands in a run with most of the others."""
    runs = []
    for place, other in sides:
        low, high = table.runs[place : place + 2].tolist()
        own = table.found.b if int(table.b[place]) == hub else table.found.a
        starts, lengths = own[low:high].tolist(), table.found.length[low:high].tolist()
        runs += [Gap(other, start, start + length, 0, 0) for start, length in zip(starts, lengths, strict=True)]
    return np.asarray(_covered(size, runs) > OFTEN * len(sides))
