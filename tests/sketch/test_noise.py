"""Whether letters are compared, and how many of them are a minimizer."""

from __future__ import annotations

import random

import pytest

from dedup.documents import Document, collection_of
from dedup.settings import Settings
from dedup.sketch import noise
from dedup.sketch.letters import run_length
from dedup.sketch.noise import choose_noise, share_seen_once


def documents(vocabulary: int) -> list[Document]:
    """Return a hundred texts of a hundred words that are drawn from so many."""
    chance = random.Random(3)
    texts = [" ".join(f"word{chance.randrange(vocabulary)}x" for _ in range(100)) for _ in range(100)]
    return [Document(str(number), text) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("megabytes", "letters"), [(0, 7), (32, 7), (33, 8), (128, 8), (129, 9), (512, 9), (10**9, 16)]
)
def test_four_times_the_text_needs_one_letter_more(megabytes: int, letters: int) -> None:
    """A letter of running text has two bits."""
    assert run_length(megabytes << 20) == letters


def test_words_that_are_seen_once_are_counted_in_a_sample() -> None:
    """Of 5,000 words out of 100 none is alone; of as many out of ten million hardly one is not."""
    assert share_seen_once(collection_of(documents(100))) == 0
    assert share_seen_once(collection_of(documents(10**7))) > 0.99


def test_size_and_sample_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small collection compares letters, a larger one where many words are seen once, and a large one never."""
    plain, noisy = (collection_of(documents(vocabulary)) for vocabulary in (100, 10**7))
    assert choose_noise(plain, Settings()).compares_letters
    assert not choose_noise(plain, Settings()).words_are_misread
    monkeypatch.setattr(noise, "SMALL_BYTES", 1000)
    assert not choose_noise(plain, Settings()).compares_letters
    assert choose_noise(noisy, Settings()).compares_letters
    assert choose_noise(noisy, Settings()).words_are_misread
    monkeypatch.setattr(noise, "LARGE_BYTES", 10_000)
    assert not choose_noise(noisy, Settings()).compares_letters
    assert choose_noise(noisy, Settings(noise="high")).compares_letters


@pytest.mark.parametrize("settings", [Settings(only="repetitions"), Settings(passages=False, noise="high")])
def test_letters_are_not_compared_where_nobody_would_see_it(settings: Settings) -> None:
    """Repetitions and pairs without passages take nothing from letters."""
    assert not choose_noise(collection_of(documents(100)), settings).compares_letters
