"""A baseline outlives edits: none that is unrelated makes something new, and more of a source always does."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from dedup.walks.check import check
from tests.gate.checks import baseline_of, rules, told
from tests.gate.texts import collection

if TYPE_CHECKING:
    from dedup.gate.baseline import Baseline
    from dedup.gate.findings import CheckResult


FEW_WORDS = [f"w{number}" for number in range(60)]


class Site:
    """A source, and a text that takes some paragraphs of it, with small edits, between paragraphs of its own.

    All are made of few words, so that texts agree by chance at the edges of what is copied.
    """

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.source = [self.paragraph() for _ in range(6)]
        self.taken = self.random.sample(self.source, self.random.randint(1, 5))
        self.own = [self.paragraph() for _ in range(4)]
        self.copied = [self.edited(each, self.random.choice([0, 0, 1, 2])) for each in self.taken]
        self.text = self.random.sample([*self.own, *self.copied], len(self.own) + len(self.copied))

    def paragraph(self) -> str:
        """Return a paragraph of chance."""
        return " ".join(self.random.choices(FEW_WORDS, k=self.random.randint(25, 60))) + "."

    def edited(self, said: str, count: int) -> str:
        """Return a paragraph with that many words changed to others."""
        words = said.split()
        for place in self.random.sample(range(len(words)), count):
            words[place] = f"x{self.random.randrange(1000)}"
        return " ".join(words)

    def findings(self, paragraphs: list[str], known: Baseline | None = None) -> CheckResult:
        """Return what is found in a text, with every rule that counts words."""
        every = rules(relations=("identical", "near-identical", "contained", "partial"), max_reuse=0.0, max_run=12)
        new, old = "\n\n".join(paragraphs), "\n\n".join(self.source)
        return check(collection(new=new), collection(old=old), every, baseline=known)

    def unrelated(self) -> dict[str, list[str]]:
        """Return the text after edits that take over nothing more."""
        fewer = [each for each in self.text if each != self.copied[0]]
        typo = [self.edited(each, 1) if each == self.copied[0] else each for each in self.text]
        return {
            "its own paragraphs edited": [self.edited(each, 5) if each in self.own else each for each in self.text],
            "a paragraph added": [self.paragraph(), *self.text[:3], self.paragraph(), *self.text[3:]],
            "a copied paragraph removed": fewer,
            "another order": self.random.sample(self.text, len(self.text)),
            "a word of a copied paragraph corrected": typo,
        }


@pytest.mark.parametrize("seed", range(25))
def test_no_unrelated_edit_makes_an_accepted_copy_new(seed: int) -> None:
    """Whatever is edited beside the copied words, or left out, the baseline still accepts all that is found."""
    site = Site(seed)
    known = baseline_of(site.findings(site.text))
    new = {edit: told(site.findings(said, known)) for edit, said in site.unrelated().items()}
    assert not any(new.values()), new


@pytest.mark.parametrize("seed", range(25))
def test_another_copied_paragraph_is_always_new(seed: int) -> None:
    """One more paragraph of the same source is told, whatever was accepted."""
    site = Site(seed)
    known = baseline_of(site.findings(site.text))
    further = next(each for each in site.source if each not in site.taken)
    assert ("repost", "new", "old") in told(site.findings([*site.text, further], known))
