"""Templates: documents that cover most of each other and differ in the same places.

Joint press releases, court forms and product pages are filled in, not copied. Versions of one text differ wherever an
editor or a scanner changed something. Documents of a template differ at its blanks, and nearly each has words of its
own there. `dedup.reuse.template_blanks` finds the blanks as one document, the *hub*, shows them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median_low
from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import components_in_memory, unique
from dedup.matches import Blank, TemplateGroup
from dedup.relations import RELATIONS
from dedup.reuse.aligned_documents import HubAlignment, Neighbours
from dedup.reuse.boilerplate_ranges import FEWEST_HOLDERS
from dedup.reuse.template_blanks import FEWEST_DOCUMENTS, conforming, find_blanks, true_ranges
from dedup.reuse.verification import LINKED, LISTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.reuse.identical import DistinctTexts, Members
    from dedup.reuse.located_texts import TextLocator
    from dedup.reuse.passage_table import PassageTable
    from dedup.reuse.template_blanks import TemplateBlank
    from dedup.reuse.verification import VerifiedPairs
    from dedup.settings import Settings
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]

IN_PASSAGES = 0.35
"""Share of the words of each that must stand in passages; the others stand between blanks."""
FEWEST_BLANKS = 2
SMALLEST_BLANK_SHARE = 0.04
"""Share of the words of a hub that blanks must be in a template of less than `MANY` documents; less are edits."""
MANY = 8
CONFORMING = 0.5
"""Share of the documents alike to the hub that must differ from it in the blanks."""
USUAL = 0.75
"""Share of the pairs of a template whose number of common words is usual."""
COPIED = 0.8
"""Share of the other words of a text that another text must have for the two to be copies; `min_shared` are enough."""
COPIED_IF_MISREAD = 0.5
"""The same in noisy collections: each reading of a text has errors of its own."""
SINGLE_BLANK_SHARE = 0.1
"""Share of the words of a hub that a single blank must be; each document is equal to the hub before and after it."""
_MOST_FAILURES = 4
"""Hubs without a template after which the documents alike to them are no longer tried as hubs."""
_FAILURES_WITHOUT_BLANKS = 2
"""Number of failures for which a hub without any blank counts."""
_FIRST_DOCUMENTS = 12
"""Documents alike to a hub that must show blanks before all others are aligned."""
_MOST_FOR_BLANKS = 256
"""Documents alike to a hub from which its blanks are found; whether they conform is tested for all documents."""
_WORDS_BEFORE_BLANK = 5


@dataclass(frozen=True, slots=True)
class Template:
    """A template as its hub shows it: rows of the documents (the hub among them), and its blanks.

    `fixed` is the longest stretch of the hub that most of the other documents have too, and `fixed_words` counts all
    words of such stretches.
    """

    hub: int
    rows: tuple[int, ...]
    blanks: tuple[TemplateBlank, ...]
    fixed: tuple[int, int]
    fixed_words: int


def find_templates(
    verified: VerifiedPairs, words: WordTable, members: Members, names_source: Callable[[int], bool]
) -> list[Template]:
    """Return the templates of verified pairs; no document is in two of them.

    `words` are those of the documents that have passages. `names_source` says whether a document states where its text
    comes from, as a copy does and a form does not.
    """
    alike = _alike_pairs(verified, words.counts)
    neighbours = Neighbours.of(alike)
    is_used = np.zeros(neighbours.degrees.size, bool)
    failures = np.zeros(neighbours.degrees.size, np.int64)
    templates = []
    for hub in neighbours.hubs().tolist():
        if is_used[hub] or failures[hub] >= _MOST_FAILURES:
            continue
        pairs = neighbours.pairs_of(hub)
        pairs = pairs[~is_used[neighbours.second[pairs]]]
        if pairs.size < FEWEST_DOCUMENTS - 1:
            continue
        aligned = HubAlignment(hub, pairs, neighbours, words)
        blanks = find_blanks(hub, words.of(hub), aligned.documents(_FIRST_DOCUMENTS))
        template = _template(hub, words.of(hub), aligned, blanks) if blanks else None
        if template and not _are_reprints(template, members, names_source):
            templates.append(template)
            is_used[list(template.rows)] = True
        else:
            failures[neighbours.second[pairs]] += 1 if blanks else _FAILURES_WITHOUT_BLANKS
    return sorted(_completed(list(_merged(templates, alike)), alike), key=lambda template: template.rows)


def _alike_pairs(verified: VerifiedPairs, counts: Numbers) -> PassageTable:
    """Return the listed pairs with passages that cover enough of each document; there are words only of such pairs."""
    pairs = verified.pairs
    same = pairs.same_words
    covers = (same > 0) & (same >= IN_PASSAGES * np.maximum(counts[pairs.a], counts[pairs.b]))
    return pairs.where(covers & (verified.listing == LISTED))


def _template(
    hub: int, text: NDArray[np.uint64], aligned: HubAlignment, blanks: Sequence[TemplateBlank]
) -> Template | None:
    """Return the template of a hub and the documents aligned to it, none if they are versions of one text.

    `blanks` are those that the first documents show; where there are others, more of them are looked at.
    """
    everybody = aligned.documents()
    documents = everybody.up_to(_MOST_FOR_BLANKS)
    if len(documents) > _FIRST_DOCUMENTS:
        blanks = find_blanks(hub, text, documents)
    if not blanks:
        return None
    in_blank = np.zeros(text.size, bool)
    for blank in blanks:
        in_blank[slice(*blank.words)] = True
    conforms = conforming(everybody, in_blank)
    if np.count_nonzero(conforms) < max(FEWEST_DOCUMENTS - 1, CONFORMING * len(everybody)):
        return None
    if len(blanks) < FEWEST_BLANKS:
        conforms &= everybody.are_framed
        if np.count_nonzero(in_blank) < SINGLE_BLANK_SHARE * text.size or conforms.sum() < FEWEST_HOLDERS - 1:
            return None
    if conforms.sum() < MANY and sum(map(_words_counted, blanks)) < SMALLEST_BLANK_SHARE * text.size:
        return None
    is_fixed = 2 * np.count_nonzero(documents.places >= 0, axis=0) > len(documents)
    longest = max(true_ranges(is_fixed), key=lambda words: words[1] - words[0], default=(0, 0))
    rows = tuple(sorted((hub, *everybody.rows[conforms].tolist())))
    return Template(hub, rows, tuple(blanks), longest, int(is_fixed.sum()))


def _words_counted(blank: TemplateBlank) -> int:
    """Return the words for which a blank counts: no more than twice those of its usual value.

    A paragraph that some copies of a text have before their first words is no value of a blank.
    """
    low, high = blank.words
    return min(high - low, 2 * median_low(end - first for _, first, end in blank.values))


def _are_reprints(template: Template, members: Members, names_source: Callable[[int], bool]) -> bool:
    """Return whether half of the documents of a template name a source: they are copies with different headings."""
    documents = members.first_documents(np.array(template.rows, np.int64)).tolist()
    return 2 * sum(map(names_source, documents)) >= len(documents)


def _template_numbers(templates: Sequence[Template], rows: int) -> Numbers:
    """Return for each row the number of its template, -1 for none."""
    numbers = np.full(rows, -1)
    for number, template in enumerate(templates):
        numbers[list(template.rows)] = number
    return numbers


def _merged(templates: Sequence[Template], alike: PassageTable) -> Iterator[Template]:
    """Yield the templates; those whose documents cover most of each other are one, as its largest hub shows it.

    A template changes over the years, and each of its states has a hub of its own.
    """
    number = _template_numbers(templates, 1 + int(alike.b.max(initial=0)))
    a, b = number[alike.a], number[alike.b]
    linked = (a >= 0) & (b >= 0)
    merged_number = components_in_memory(a[linked], b[linked], len(templates))
    for first in unique(merged_number).tolist():
        states = [templates[number] for number in np.flatnonzero(merged_number == first).tolist()]
        largest = max(states, key=lambda template: len(template.rows))
        yield replace(largest, rows=tuple(sorted(row for template in states for row in template.rows)))


def _completed(templates: Sequence[Template], alike: PassageTable) -> Iterator[Template]:
    """Yield the templates with the documents most of whose partners, and at least two, are of the same template."""
    rows = 1 + int(alike.b.max(initial=0))
    number = _template_numbers(templates, rows)
    row, other = np.concatenate([alike.a, alike.b]), np.concatenate([alike.b, alike.a])
    partners = np.bincount(row, minlength=rows)
    is_free = (number[row] < 0) & (number[other] >= 0)
    base = max(len(templates), 1)
    codes, counts = np.unique(row[is_free] * base + number[other[is_free]], return_counts=True)
    free_row, template_number = np.divmod(codes, base)
    joins = (counts >= FEWEST_DOCUMENTS - 1) & (2 * counts > partners[free_row])
    for index, template in enumerate(templates):
        added = free_row[joins & (template_number == index)].tolist()
        yield replace(template, rows=tuple(sorted((*template.rows, *added))))


def link_templates(
    verified: VerifiedPairs,
    templates: Sequence[Template],
    counts: Numbers,
    settings: Settings,
    *,
    words_are_misread: bool = False,
) -> tuple[VerifiedPairs, list[int]]:
    """Return the pairs, with the relation *template* where both texts are of one, and the number of pairs of each.

    Such a pair is linked by its template instead of listed, unless all pairs are to be listed. Two texts that have much
    more in common than the fixed words of their template are copies and keep their relation.
    """
    pairs = verified.pairs
    number = _template_numbers(templates, 1 + int(np.max(np.concatenate([pairs.a, pairs.b]), initial=0)))
    is_linked = (number[pairs.a] >= 0) & (number[pairs.a] == number[pairs.b])
    copied = COPIED_IF_MISREAD if words_are_misread else COPIED
    is_linked[is_linked] = ~_are_copies(pairs.where(is_linked), number, counts, templates, settings, copied)
    relation, listing = verified.relation.copy(), verified.listing.copy()
    relation[is_linked] = RELATIONS.index("template")
    if not settings.lists_all:
        listing[is_linked] = LINKED
    sizes = np.bincount(number[pairs.a[is_linked]], minlength=len(templates)).tolist()
    return replace(verified, relation=relation, listing=listing), sizes


def _are_copies(
    pairs: PassageTable,
    number: Numbers,
    counts: Numbers,
    templates: Sequence[Template],
    settings: Settings,
    copied: float,
) -> NDArray[np.bool_]:
    """Return which pairs of templates have much more in common than what most texts of their template have.

    That is `copied`, a share of the other words of the smaller text, or `min_shared` words.
    Most texts have the fixed words in common, and what most pairs share, such as a sentence of some of the texts.
    """
    same, template_number = pairs.same_words, number[pairs.a]
    usual = np.array([template.fixed_words for template in templates], np.int64)
    for index in range(len(templates)):
        usual[index] = max(usual[index], np.quantile(same[template_number == index], USUAL, method="lower"))
    others = np.minimum(counts[pairs.a], counts[pairs.b]) - usual[template_number]
    enough = np.minimum(settings.min_shared, np.maximum(settings.min_run, copied * others))
    return np.asarray(same - usual[template_number] >= enough)


def describe_templates(
    templates: Sequence[Template],
    pair_counts: Sequence[int],
    distinct: DistinctTexts,
    ids: Sequence[str],
    locator: TextLocator,
) -> Iterator[TemplateGroup]:
    """Yield the templates as a result shows them; `pair_counts` are the numbers of their pairs."""
    for template, count in zip(templates, pair_counts, strict=True):
        ranges = [(template.hub, *template.fixed)]
        for blank in template.blanks:
            low, _ = blank.words
            ranges += [(template.hub, max(low - _WORDS_BEFORE_BLANK, 0), low), *blank.values]
        rows, first, end = np.array(ranges, np.int64).T
        has_words = first < end
        quotes = np.full(rows.size, "", object)
        documents = distinct.members.first_documents(rows[has_words])
        quotes[has_words] = locator.quotes(documents, first[has_words], end[has_words])
        text, *rest = quotes.tolist()
        blanks = []
        for blank in template.blanks:
            before, values, rest = rest[0], rest[1 : 1 + len(blank.values)], rest[1 + len(blank.values) :]
            blanks.append(Blank(before, tuple(values), blank.different))
        members = sorted(document for row in template.rows for document in distinct.members[row])
        names = tuple(ids[document] for document in members)
        yield TemplateGroup(names, count, template.fixed_words, text, tuple(blanks))
