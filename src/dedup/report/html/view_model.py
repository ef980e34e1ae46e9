"""A result → the values that the page's program reads: documents, pairs, repetitions, clusters, origins, texts.

All of it becomes JSON. Documents are numbers there, their places in the list of documents. Findings come in the order
of the result, and their numbers, from 1, are their addresses (``#pair/17``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dedup.relations import MEANINGS, RELATIONS
from dedup.report.display_text import clean, one_line, shorten
from dedup.report.document_names import name_of
from dedup.report.html.graph_view import GraphView
from dedup.report.html.shown_text import ShownText
from dedup.report.html.text_blocks import TextBlocks
from dedup.report.material_edits import material_edit_texts
from dedup.report.number_format import counted
from dedup.report.summary import summarize
from dedup.report.text_folder import listed_documents
from dedup.results import DocumentRow, rows_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.matches import Cluster, Match, Passage, Place, RepeatedPlace, Repetition
    from dedup.report.html.shown_text import TextPlaces
    from dedup.report.name_table import NameTable
    from dedup.results import ScanResult

MOST_FINDINGS = 20_000
"""Pairs, and repetitions, that a page lists: the first ones of the result."""

EXCERPT = 160
_COMPARED = ", but less than the above"
"""What a meaning says where it stands below the others."""
_NAME_WIDTH = 90


@dataclass(slots=True)
class Texts:
    """The texts of a result's documents: where their places are shown, which are carried, and excerpts of them."""

    blocks: TextBlocks
    places: dict[str, TextPlaces] = field(default_factory=dict)
    excerpts: dict[tuple[str, int, int], str] = field(default_factory=dict)
    missing: int = 0
    not_fitting: int = 0


class ViewModel:
    """What the page shows of a result.

    `shown` is the result with names hidden, or the result itself; `names` are all names of the result, which are
    replaced in texts if `hidden`. `text_of` returns the text of a document, or None.
    """

    def __init__(
        self,
        result: ScanResult,
        shown: ScanResult,
        names: NameTable,
        text_of: Callable[[str], str | None],
        *,
        hidden: bool,
    ) -> None:
        self.pairs = result.copies[:MOST_FINDINGS]
        self.repetitions = result.repetitions[:MOST_FINDINGS]
        self.clusters = result.clusters
        self._result = result
        self._shown = shown
        self._names = names if hidden else None
        self._text_of = text_of
        self._aliases = names.ids
        self._listed = listed_documents(result)
        self.numbers = {document: number for number, document in enumerate(self._listed)}
        self.rows = self._rows()
        self.texts = self._read()

    def _rows(self) -> dict[str, DocumentRow]:
        """Return the rows of listed documents as they are shown, by the documents' ids."""
        names = {document: document if self._names is None else self._aliases[document] for document in self._listed}
        rows = rows_named(self._shown.documents if self._names else self._result.documents, set(names.values()))
        return {document: rows.get(name) or _nothing_known(name) for document, name in names.items()}

    def name(self, document: str) -> str:
        """Return what a document is called: its title, shortened, or else its id."""
        return clean(name_of(self.rows[document]).short(_NAME_WIDTH))

    def shown_words(self, document: str, start: int, end: int) -> str | None:
        """Return a stretch of a document's text as it is shown; None if the text is not at hand."""
        if document not in self.texts.places:
            return None
        text = self._text_of(document)
        return None if text is None else self._shown_text(text[start:end])

    def _shown_text(self, text: str) -> str:
        return self._names.text(text) if self._names else text

    def _read(self) -> Texts:
        texts = Texts(TextBlocks())
        spans, ends = self._excerpt_spans()
        for document in self._listed:
            text = self._text_of(document)
            if text is None:
                texts.missing += 1
            elif len(text) < ends.get(document, 0):
                texts.not_fitting += 1
            else:
                shown = ShownText(text, self._names)
                texts.places[document] = shown.places
                texts.blocks.add(document, shown.text)
                for start, end in spans.get(document, ()):
                    # Names may be longer than what they replace: more is taken than is shown, then it is cut.
                    words = text[start : min(end, start + 2 * EXCERPT)]
                    texts.excerpts[document, start, end] = shorten(clean(one_line(self._shown_text(words))), EXCERPT)
        texts.blocks.close()
        return texts

    def _excerpt_spans(self) -> tuple[dict[str, list[tuple[int, int]]], dict[str, int]]:
        """Return the stretches of each document that lists quote, and how long its text must be."""
        spans: dict[str, list[tuple[int, int]]] = {}
        ends: dict[str, int] = {}
        for match in self.pairs:
            if match.passages:
                place = longest_passage(match).a
                spans.setdefault(match.a, []).append((place.start, place.end))
            for passage in (*match.passages, *match.again):
                ends[match.a] = max(ends.get(match.a, 0), passage.a.end)
                ends[match.b] = max(ends.get(match.b, 0), passage.b.end)
        for each in self.repetitions:
            ends[each.document] = max(ends.get(each.document, 0), each.first.end, each.second.end)
        return spans, ends

    def values(self) -> dict[str, Any]:
        """Return everything as lists, numbers and texts."""
        graph = GraphView(self._shown)
        return {
            "relations": [{"name": name, "meaning": MEANINGS[name].text.removesuffix(_COMPARED)} for name in RELATIONS],
            "documents": [self._document(document) for document in self._listed],
            "pairs": [self._pair(match) for match in self.pairs],
            "repetitions": [self._repetition(each) for each in self.repetitions],
            "clusters": [
                self._cluster(cluster, shown, graph)
                for cluster, shown in zip(self.clusters, self._shown.clusters, strict=True)
            ],
            "opening": self.opening(),
            "origins": graph.whole(),
            "chains": self._chains(),
        }

    def opening(self) -> list[dict[str, str]]:
        """Return the lines of the summary, with the address of the finding that a line is about."""
        lines, shown = summarize(self._result).lines, summarize(self._shown).lines
        addresses = {frozenset((match.a, match.b)): f"#pair/{place}" for place, match in enumerate(self.pairs, 1)}
        addresses |= {frozenset(each.members): f"#cluster/{place}" for place, each in enumerate(self.clusters, 1)}
        for place, each in reversed(list(enumerate(self.repetitions, start=1))):
            addresses[frozenset((each.document,))] = f"#repetition/{place}"
        return [
            {"text": clean(one_line(said.text))}
            | ({"address": addresses[key]} if (key := frozenset(line.documents)) in addresses else {})
            for line, said in zip(lines, shown, strict=True)
        ]

    def _document(self, document: str) -> dict[str, Any]:
        """Return a document; empty fields are left out."""
        row = self.rows[document]
        known = {
            "id": row.id,
            "name": self.name(document),
            "path": row.path if row.path != row.id else None,
            "publisher": row.publisher,
            "author": row.author,
            "date": row.published,
            "words": row.words,
            "number": int(self._aliases[document].rsplit(" ", 1)[-1]),
        }
        return {
            key: clean(one_line(value)) if isinstance(value, str) else value for key, value in known.items() if value
        }

    def _pair(self, match: Match) -> dict[str, Any]:
        excerpt = None
        if match.passages:
            place = longest_passage(match).a
            excerpt = self.texts.excerpts.get((match.a, place.start, place.end))
        return {
            "a": self.numbers[match.a],
            "b": self.numbers[match.b],
            "relation": RELATIONS.index(match.relation),
            "jaccard": round(match.jaccard, 3),
            "inA": round(match.containment_a, 3),
            "inB": round(match.containment_b, 3),
            "words": match.shared_words,
            "run": match.longest_run,
            "passages": [
                *(self._passage(match, passage, again=0) for passage in match.passages),
                *(self._passage(match, passage, again=1) for passage in match.again),
            ],
            **({"excerpt": excerpt} if excerpt else {}),
            **({"material": self._material(match)} if match.material_edits else {}),
        }

    def _material(self, match: Match) -> list[str]:
        """Return the material edits of a pair; one word of either text may be a part of a name that is hidden."""
        if self._names is None:
            return material_edit_texts(match.material_edits)
        return [f"{edit.kind} ({counted(edit.count, 'place')})" for edit in match.material_edits]

    def _passage(self, match: Match, passage: Passage, again: int) -> list[Any]:
        """Return start, end and line on both sides, words, the same words, whether extra, and the mark if any."""
        values = [
            *self._place(match.a, passage.a),
            *self._place(match.b, passage.b),
            passage.words,
            passage.same_words,
            again,
        ]
        return [*values, passage.marked] if passage.marked else values

    def _place(self, document: str, place: Place | RepeatedPlace) -> list[int]:
        places = self.texts.places.get(document)
        if places is None:
            return [place.start, place.end, place.line]
        return [places.start(place.start), places.end(place.end), place.line]

    def _repetition(self, repetition: Repetition) -> dict[str, Any]:
        known = {
            "document": self.numbers[repetition.document],
            "relation": RELATIONS.index(repetition.relation),
            "share": round(repetition.containment, 3),
            "words": repetition.shared_words,
            "times": repetition.times,
            "first": self._place(repetition.document, repetition.first),
            "second": self._place(repetition.document, repetition.second),
            "excerpt": shorten(clean(one_line(self._shown_text(repetition.text))), EXCERPT),
        }
        return {**known, "verdict": repetition.verdict} if repetition.verdict else known

    def _cluster(self, cluster: Cluster, shown: Cluster, graph: GraphView) -> dict[str, Any]:
        return {
            "id": cluster.id,
            "members": [self.numbers[member] for member in cluster.members],
            "origin": self.numbers.get(cluster.origin) if cluster.origin else None,
            "weakest": round(cluster.weakest_link, 3),
            "origins": [f"{clean(one_line(each.name))} {each.documents}" for each in shown.origins],
            "graph": graph.of(shown.members),
        }

    def _chains(self) -> dict[str, list[str]]:
        """Return the chain of origin of each document that has one, by the document's number."""
        pairs = zip(self._result.provenance, self._shown.provenance, strict=True)
        return {
            str(self.numbers[known.document]): [clean(one_line(name)) for name in shown.chain]
            for known, shown in pairs
            if len(shown.chain) > 1
        }


def _nothing_known(document: str) -> DocumentRow:
    """Return the row of a document of which a saved result tells, and has no row."""
    return DocumentRow(document, *(None,) * 6, words=0, repeated_words=0, reused_words=0)


def longest_passage(match: Match) -> Passage:
    """Return the passage of a match with the most words."""
    return max(match.passages, key=lambda passage: passage.words)
