"""What one run counted; parts merge with ``+``."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of one run: of what was read, and of the work that it took.

    `empty` documents have no word in them. `identical` documents have the words of an earlier one and were collapsed
    into it. `candidates` are pairs of documents that met on some key, `verified` those that the texts bore out,
    identical ones among them, and `below_minimum` those that shared too few words, or no more than chance. Each
    verified pair is `listed` in a row of its own, `linked` by the template of both documents, or `summed_up` with
    others that have nothing but marked words in common. `frequent_keys` stood in so many places that each place was
    linked to the first holder, not to every other one. `common_minimizers` of letters stood in too many places to be
    paired, and `unaligned_chains` of letters were too long to be aligned. `versions` are all members of clusters but
    one of each. Where rewrites are looked for, `weak_rewrites` are pairs with too little in the same order, or with
    other numbers and names, to be told, `rewrites_of_tables` those of which one text is a table, and `common_kept` runs
    of what rewrites keep that stood in too many places to be paired. `hidden` are the findings below the least weight
    that was asked for, which the result does not list.
    """

    documents: int = 0
    empty: int = 0
    identical: int = 0
    paragraphs: int = 0
    words: int = 0
    bytes: int = 0
    unreadable: int = 0
    fingerprints: int = 0
    candidates: int = 0
    verified: int = 0
    listed: int = 0
    linked: int = 0
    summed_up: int = 0
    below_minimum: int = 0
    frequent_keys: int = 0
    common_minimizers: int = 0
    unaligned_chains: int = 0
    versions: int = 0
    weak_rewrites: int = 0
    rewrites_of_tables: int = 0
    common_kept: int = 0
    hidden: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))
