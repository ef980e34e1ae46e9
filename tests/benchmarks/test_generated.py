"""The generated articles share what they are said to share, and nothing else."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest


@pytest.fixture(scope="module")
def made() -> Any:
    return import_module("lib.edited").make(2, seed=3)


def test_same_seed_makes_the_same_documents(made: Any) -> None:
    """Two makings with one seed are equal, document by document; another seed makes others."""
    edited = import_module("lib.edited")
    assert edited.make(2, seed=3).documents == made.documents
    assert edited.make(2, seed=4).documents != made.documents


def test_labels_name_the_same_text_on_both_sides(made: Any) -> None:
    """Each label cuts the same characters out of both documents."""
    texts = {document.id: document.text for document in made.documents}
    assert made.labels
    assert all(label.in_a.of(texts[label.a]) == label.in_b.of(texts[label.b]) for label in made.labels)


def test_strangers_share_no_run_of_their_own(made: Any) -> None:
    """Two documents that a chain or a digest connects have no run of 12 words in common, by brute force."""
    textbook = import_module("lib.textbook")
    words = {document.id: textbook.words_of(document.text) for document in made.documents}
    chained = [pair for pair in made.strangers if not pair[0].startswith("template")]
    assert chained
    assert not [pair for pair in chained if textbook.shared_in_runs(words[pair[0]], words[pair[1]])]


def test_template_is_all_that_its_pages_share(made: Any) -> None:
    """Two pages of one publisher share their first and last paragraph and no other."""
    texts = {document.id: document.text.split("\n\n") for document in made.documents}
    pages = [pair for pair in made.strangers if pair[0].startswith("template")]
    assert pages
    for a, b in pages:
        assert set(texts[a]) & set(texts[b]) == {texts[a][0], texts[a][-1]}


def test_edits_come_at_their_rate() -> None:
    """Of 20,000 words edited at a rate of 0.1, two thirds of 0.1 are gone: a third of the edits only adds a word."""
    writer = import_module("lib.edited").Writer(5)
    words = [f"w{i}" for i in range(20_000)]
    kept = [word for word in writer.edit(" ".join(words), 0.1).split() if word in set(words)]
    assert abs(len(kept) / len(words) - (1 - 0.2 / 3)) < 4 * (0.0667 * 0.9333 / 20_000) ** 0.5
