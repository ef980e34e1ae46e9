"""Templates: documents that cover most of each other and differ in the same places are one group."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from dedup.documents import Document, collection_of
from dedup.settings import Settings
from dedup.walks.scan import scan

if TYPE_CHECKING:
    from dedup.results import ScanResult

FORM = (
    "In the matter of {name} the court of the upper valley finds that the licence of the boat was not paid "
    "for in the year before the last and that a notice to that effect was sent by the harbour office on {day} "
    "to the address that the office has on its books. The owner did not answer within the four weeks that the "
    "law of the valley leaves for an answer and did not ask for more time. A fine of {fine} is therefore due "
    "and has to be paid at the counter of the harbour office before the boat may leave its place again."
)


def filled(count: int, seed: int = 1) -> list[str]:
    """Return forms of 100 fixed words with three blanks, all filled differently."""
    chance = random.Random(seed)
    return [
        FORM.format(
            name=f"Person{n} Surname{chance.randrange(10**6)}",
            day=f"day{chance.randrange(10**6)} month{n}",
            fine=f"{chance.randrange(10**6)} crowns",
        )
        for n in range(count)
    ]


def scanned(texts: list[str], **changes: object) -> ScanResult:
    return scan(collection_of([Document(f"d{n}", text) for n, text in enumerate(texts)]), Settings.of(changes))


@pytest.mark.parametrize("count", [3, 5, 8, 40])
def test_forms_are_one_group_with_what_varies(count: int) -> None:
    """The group names all, their pairs are linked by it, and the three blanks have as many values as forms."""
    result = scanned(filled(count))
    (group,) = result.templates
    assert group.members == tuple(f"d{n}" for n in range(count))
    assert [blank.different for blank in group.blanks] == [count] * 3
    assert [blank.before.split()[-1] for blank in group.blanks] == ["of", "on", "of"]
    assert all(value.startswith("Person") for value in group.blanks[0].values)
    assert result.copies == ()
    assert result.clusters == ()
    assert result.counts.linked == result.counts.verified == group.pairs >= count - 1


def test_pairs_of_a_template_are_listed_for_whoever_asks() -> None:
    """Fifteen pairs of six forms, each with the relation template."""
    copies = scanned(filled(6), all_pairs=True).copies
    assert [match.relation for match in copies] == ["template"] * 15


def test_forms_that_are_filled_in_alike_are_copies() -> None:
    """The same form twice, with one word misread in a blank of thirty words: that pair is listed with its relation."""
    reasons = [" ".join(f"reason{n}x{at}" for at in range(30)) for n in range(6)]
    texts = [f"{form} Because {reason} we ask you to pay." for form, reason in zip(filled(6), reasons, strict=True)]
    texts.append(texts[0].replace("reason0x15", "treason"))
    result = scanned(texts)
    (group,) = result.templates
    assert len(group.members) == 7
    assert [(match.a, match.b, match.relation) for match in result.copies] == [("d0", "d6", "near-identical")]
    assert group.pairs == 20
    assert [cluster.members for cluster in result.clusters] == [("d0", "d6")]


def test_readings_of_one_form_are_copies_where_words_are_misread() -> None:
    """Of a blank of twenty words eight are misread: that pair is listed if letters are asked for, and no other."""
    reasons = [" ".join(f"reason{n}x{at}" for at in range(20)) for n in range(6)]
    texts = [f"{form} Because {reason} we ask you to pay." for form, reason in zip(filled(6), reasons, strict=True)]
    misread = {f"reason0x{at}": f"neason0x{at}" for at in range(1, 17, 2)}
    texts.append(" ".join(misread.get(word, word) for word in texts[0].split()))
    pairs = {noise: [(match.a, match.b) for match in scanned(texts, noise=noise).copies] for noise in ("low", "high")}
    assert pairs == {"low": [], "high": [("d0", "d6")]}


def test_two_forms_are_a_pair() -> None:
    """That they are of a template cannot be seen from two."""
    result = scanned(filled(2))
    assert result.templates == ()
    assert len(result.copies) == 1


def test_versions_with_misprints_are_no_template() -> None:
    """Misprints stand anywhere: where one text has one, the others have the same word."""
    chance = random.Random(5)
    words = FORM.split()
    texts = [
        " ".join(f"x{n}y{at}" if chance.random() < 0.08 else word for at, word in enumerate(words)) for n in range(9)
    ]
    result = scanned(texts)
    assert result.templates == ()
    assert [len(cluster.members) for cluster in result.clusters] == [9]


def test_copies_with_a_headline_and_a_closing_line_of_their_own_are_no_template() -> None:
    """What stands around a text is no blank in it."""
    body = FORM.format(name="Ada", day="Monday", fine="ten crowns")
    texts = [f"Headline{n} by paper{n}\n\n{body}\n\nMore from paper{n} here{n}" for n in range(6)]
    result = scanned(texts)
    assert result.templates == ()
    assert [len(cluster.members) for cluster in result.clusters] == [6]


def test_states_of_a_template_are_one_group() -> None:
    """The office added a sentence one day: forms from before and after it are of one template."""
    more = " A copy of this letter goes to the mayor of the valley and to the clerk of the harbour office."
    texts = [*filled(5), *(text + more for text in filled(5, seed=2))]
    (group,) = scanned(texts).templates
    assert len(group.members) == 10


LABEL = (
    "{name}\n\nThis item is made of {stuff} and measures {wide} by {high} inches. It weighs {weight} pounds and comes "
    "in {colour}. Delivery takes three to five working days. If you do not like what you have bought, send it back to "
    "us within a month and you will get your money back without any question. All that we sell has a guarantee of two "
    "years, which covers faults of the material but no damage from careless use."
)


@pytest.mark.parametrize("count", [3, 6, 30])
def test_blanks_before_all_long_common_runs_are_seen(count: int) -> None:
    """A label says what is special of an article before all else; *this item is made of* stands before that."""
    chance = random.Random(count)

    def some(words: int) -> str:
        return " ".join(f"w{chance.randrange(10**6)}" for _ in range(words))

    texts = [
        LABEL.format(name=some(3), stuff=some(3), wide=some(1), high=some(1), weight=some(1), colour=some(2))
        for _ in range(count)
    ]
    result = scanned(texts)
    (group,) = result.templates
    assert len(group.members) == count
    assert group.blanks[0].before == "This item is made of"
    assert result.copies == ()


def test_a_story_that_was_revised_again_and_again_is_no_template() -> None:
    """Each of ten states has one sentence of twelve words changed; most states agree in each sentence."""
    chance = random.Random(3)

    def sentence() -> str:
        return " ".join(f"w{chance.randrange(10**6)}" for _ in range(12)) + "."

    story = [sentence() for _ in range(25)]
    texts = []
    for state in range(10):
        texts.append(" ".join(story))
        story[2 * state + 2] = sentence()
    result = scanned(texts)
    assert result.templates == ()
    assert [len(cluster.members) for cluster in result.clusters] == [10]


def test_copies_with_a_paragraph_of_their_own_inside_are_no_template() -> None:
    """One place that differs is no form: six papers, each with an own paragraph in the middle of one text."""
    body = FORM.format(name="Ada", day="Monday", fine="ten crowns").split()
    texts = [
        " ".join([*body[:60], *(f"own{n}x{at}" for at in range(20)), *body[60:]]) + f" Paper{n} again{n}."
        for n in range(6)
    ]
    result = scanned(texts)
    assert result.templates == ()
    assert len(result.copies) == 15


def page(own: str) -> str:
    menu = " ".join(f"menu{at}" for at in range(14))
    return f"{menu}\n\n{own}\n\n" + " ".join(f"furniture{at}" for at in range(120))


@pytest.mark.parametrize("count", [5, 12, 30])
def test_pages_that_are_mostly_furniture_are_one_group(count: int) -> None:
    """Each page has 30 words of its own between a menu and 120 words of boxes; two pages have the same."""
    own = [" ".join(f"own{n}x{at}" for at in range(30)) for n in range(count)]
    texts = [page(words) for words in own]
    texts.append(page(own[0].replace("own0x15", "misread")))
    result = scanned(texts)
    (group,) = result.templates
    assert len(group.members) == count + 1
    assert [(match.a, match.b) for match in result.copies] == [("d0", f"d{count}")]
    assert [cluster.members for cluster in result.clusters] == [("d0", f"d{count}")]


def test_texts_that_name_their_source_are_copies_and_no_template() -> None:
    """Each outlet has its own heading, place and sum in a reprint, and says where the text comes from."""
    texts = [f"This article was originally published in the Harbour Review.\n\n{text}" for text in filled(6)]
    result = scanned(texts)
    assert result.templates == ()
    assert len(result.copies) == 15


def test_copies_of_which_one_has_a_longer_beginning_are_no_template() -> None:
    """Four papers with writers of their own changed the same word; one of them begins with a paragraph more."""
    body = [f"w{at}" for at in range(400)]
    texts = []
    for number, writer in enumerate(("Anna Keller", "Luis Ortega", "Mary Okafor", "Petra Novak")):
        before = " ".join(f"own{at}" for at in range(40 * (number == 0)))
        changed = [*body[:200], f"edit{number}", *body[201:]]
        texts.append(f"A title of five words\n\nBy {writer}\n\n{before}\n\n{' '.join(changed)}")
    result = scanned(texts)
    assert result.templates == ()
    assert [len(cluster.members) for cluster in result.clusters] == [4]
