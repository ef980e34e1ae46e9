"""Generates articles with known edits: which documents share what, word for word, is known by construction.

Texts are made of invented words whose frequencies fall like those of a language, so that short phrases meet by chance
and long ones do not. A family is an article and what became of it; different families have nothing in common.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from dedup import Document
from dedup.spans import Span
from lib.labelled import Label

RATES = (0.01, 0.02, 0.05, 0.1, 0.2)
"""Shares of the words that are changed in the edited versions."""
TEMPLATED = 12
"""Articles that carry the template of one publisher and have nothing else in common."""
CHAIN = 5
"""Links of each chain that is built to trap clustering."""

_VOCABULARY = 6000
_SYLLABLES = """
ba ce di fo gu la me ni po ru sa te vi wo zu tra ple sti dro fin gar hol ken mar nor
"""

Paragraphs = list[str]


@dataclass(slots=True)
class Made:
    """Generated documents and the truth about them.

    `family` says of each document whose version it is; `copies` are the pairs that share text, by kind of edit;
    `labels` what they share, where it is shared word for word; `strangers` pairs that a chain or a template connects
    although they share nothing of their own; `repeats` the paragraphs (numbers from 1) that stand twice, by document;
    `artefacts` the documents that look like an extractor's work.
    """

    documents: list[Document] = field(default_factory=list)
    family: dict[str, str] = field(default_factory=dict)
    copies: list[tuple[str, str, str]] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    strangers: list[tuple[str, str]] = field(default_factory=list)
    repeats: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    artefacts: list[str] = field(default_factory=list)

    def add(self, family: str, name: str, paragraphs: Paragraphs, publisher: str | None = None) -> str:
        """Add a document and return its id."""
        ident = f"{family}/{name}"
        self.documents.append(Document(ident, "\n\n".join(paragraphs), publisher=publisher))
        self.family[ident] = family
        return ident

    def share(self, kind: str, a: str, b: str, blocks: list[tuple[Paragraphs, Paragraphs, Paragraphs]]) -> None:
        """Say that two documents share blocks: each is (paragraphs of a, paragraphs of b, the block itself)."""
        self.copies.append((kind, a, b))
        for in_a, in_b, block in blocks:
            self.labels.append(Label(a, b, place(in_a, block), place(in_b, block)))


def place(paragraphs: Paragraphs, block: Paragraphs) -> Span:
    """Return where a block of consecutive paragraphs stands in the text that the paragraphs make."""
    start = sum(len(paragraph) + 2 for paragraph in paragraphs[: paragraphs.index(block[0])])
    return Span(start, start + len("\n\n".join(block)))


class Writer:
    """Writes articles, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311 - a repeatable draw, not a secret
        syllables = _SYLLABLES.split()
        words = {"".join(self.draw.choices(syllables, k=self.draw.randint(1, 4))) for _ in range(3 * _VOCABULARY)}
        self.words = sorted(words)[:_VOCABULARY]
        self.draw.shuffle(self.words)
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))

    def word(self) -> str:
        """Return one word, the frequent ones more often."""
        return self.draw.choices(self.words, cum_weights=self.weights)[0]

    def sentence(self) -> str:
        """Return a sentence of 8 to 24 words."""
        words = [self.word() for _ in range(self.draw.randint(8, 24))]
        words[len(words) // 2] += ","
        return " ".join(words).capitalize() + "."

    def paragraph(self, sentences: int | None = None) -> str:
        """Return a paragraph of two to five sentences."""
        return " ".join(self.sentence() for _ in range(sentences or self.draw.randint(2, 5)))

    def article(self, paragraphs: int) -> Paragraphs:
        """Return the paragraphs of an article."""
        return [self.paragraph() for _ in range(paragraphs)]

    def edit(self, paragraph: str, rate: float) -> str:
        """Return a paragraph in which a share of the words was replaced, dropped, or given a neighbour."""
        edited: list[str] = []
        for word in paragraph.split():
            if self.draw.random() >= rate:
                edited.append(word)
                continue
            kind = self.draw.choice(("replace", "drop", "add"))
            edited += {"replace": [self.word()], "drop": [], "add": [word, self.word()]}[kind]
        return " ".join(edited)


def make(families: int, seed: int) -> Made:
    """Return the documents of so many families, with templates, chains and repeats among them."""
    made, writer = Made(), Writer(seed)
    for number in range(families):
        _versions(made, writer, f"f{number}")
        _chain(made, writer, f"chain{number}")
        _hub(made, writer, f"hub{number}")
        _repeats(made, writer, f"repeat{number}")
    for number in range(max(1, families // 8)):
        _templates(made, writer, f"template{number}", f"Publisher {number}")
    return made


def _versions(made: Made, writer: Writer, family: str) -> None:
    text = writer.article(8)
    original = made.add(family, "original", text)
    loud = [paragraph.upper().replace(",", " -") for paragraph in text]
    made.share("copy", original, made.add(family, "copy", loud), [])

    host = writer.article(4)
    around = [*host[:2], *text[3:5], *host[2:]]
    made.share("excerpt", original, made.add(family, "excerpt", around), [(text, around, text[3:5])])

    dropped = [*text[:3], *text[6:]]
    made.share(
        "dropped",
        original,
        made.add(family, "dropped", dropped),
        [(text, dropped, text[:3]), (text, dropped, text[6:])],
    )
    turned = [*text[4:], *text[:4]]
    made.share(
        "reordered",
        original,
        made.add(family, "reordered", turned),
        [(text, turned, text[:4]), (text, turned, text[4:])],
    )
    for rate in RATES:
        edited = [writer.edit(paragraph, rate) for paragraph in text]
        made.share(f"edited {rate:.0%}", original, made.add(family, f"edited-{rate:.0%}", edited), [])


def _chain(made: Made, writer: Writer, family: str) -> None:
    """Add documents of which each shares half its text with the next, and nothing with the one after."""
    halves = [writer.article(3) for _ in range(CHAIN + 1)]
    texts = [[*one, *other] for one, other in pairwise(halves)]
    names = [made.add(family, f"link{i}", text) for i, text in enumerate(texts)]
    for i, (a, b) in enumerate(pairwise(names)):
        made.share("chain", a, b, [(texts[i], texts[i + 1], halves[i + 1])])
    made.strangers += [(a, b) for i, a in enumerate(names) for b in names[i + 2 :]]


def _hub(made: Made, writer: Writer, family: str) -> None:
    """Add a digest that holds three articles whole: each is contained in it, and unrelated to the other two."""
    articles = [writer.article(3) for _ in range(3)]
    digest = [paragraph for article in articles for paragraph in article]
    whole = made.add(family, "digest", digest)
    names = [made.add(family, f"article{i}", article) for i, article in enumerate(articles)]
    for name, article in zip(names, articles, strict=True):
        made.share("contained", whole, name, [(digest, article, article)])
    made.strangers += [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]


def _templates(made: Made, writer: Writer, family: str, publisher: str) -> None:
    head, foot = writer.paragraph(2), writer.paragraph(3)
    names = [
        made.add(family, f"page{i}", [head, *writer.article(5), foot], publisher=publisher) for i in range(TEMPLATED)
    ]
    made.strangers += [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]


def _repeats(made: Made, writer: Writer, family: str) -> None:
    """Add a document that says two paragraphs twice, once with a changed word, and one that an extractor doubled."""
    text = writer.article(6)
    text[3] = writer.paragraph(4)  # long enough for a run of 12 words on either side of the changed one
    words = text[3].split()
    words[len(words) // 2] = "altered"
    repeated = made.add(family, "twice", [*text, text[1], " ".join(words)])
    made.repeats[repeated] = {(2, 7), (4, 8)}
    block = writer.article(3)
    doubled = made.add(family, "doubled", [*block, *block])
    made.repeats[doubled] = {(1, 4), (2, 5), (3, 6)}
    made.artefacts.append(doubled)
