"""Candidate lines: other lines are not read, and no claim is lost by it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.documents import Document, collection_of
from dedup.engines.local import Local
from dedup.origin.candidate_lines import CandidateLines, find_candidate_lines
from dedup.origin.credit_gate import MOST_LINES
from dedup.origin.extraction import describe, read_claims
from dedup.origin.language import Language, languages, languages_of
from dedup.origin.lines import ALL, CLOSING, COPYRIGHT, CREDITS, HEAD, OPENING, TAIL
from dedup.origin.prefilter import LinePrefilter, line_prefilter
from tests.origin.generated_texts import BODY, texts
from tests.pickling_engine import PicklingEngine

CREDITED = "Rivers rose again.\n\nTHIS ARTICLE WAS ORIGINALLY PUBLISHED in the Daily Times.\n\nThe end of it came soon."
GERMAN = (
    "Die Flüsse sind wieder gestiegen und der Regen hat nicht aufgehört, das ist nicht neu für die Region und das Land."
    "\n\nDieser Artikel erschien zuerst bei Spiegel Online.\n\nEs ist nicht das erste Mal, dass der Fluss steigt."
)
PLAIN = "Rivers rose again in the valley, and nobody was surprised by that."


def candidate_lines(documents: list[str]) -> CandidateLines:
    """Return the candidate lines of some texts."""
    collection = collection_of([Document(str(number), text) for number, text in enumerate(documents)])
    return find_candidate_lines(collection, Local(1), lambda _count: None)


@given(st.lists(texts(), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_no_claim_is_lost_by_the_prefilter(documents: list[str]) -> None:
    """Phrases of all languages, in any case, marked, broken, disguised, are read with the search as without it."""
    found = candidate_lines(documents)
    for number, text in enumerate(documents):
        document = Document("x", text)
        claims = read_claims(document)
        flags = found.of(number, text.encode())
        assert read_claims(document, flags) == claims
        assert describe(document, claims, flags) == describe(document, claims)
        assert flags.languages == languages_of(text)


@given(st.lists(texts(), min_size=1, max_size=3))
@settings(max_examples=50, deadline=None)
def test_lines_that_an_engine_reads_elsewhere_are_those_that_are_read_here(documents: list[str]) -> None:
    """With the same flags, whatever is asked first, and no line of a text as that of another one."""
    collection = collection_of([Document(str(number), text) for number, text in enumerate(documents)])
    here, elsewhere = (
        candidate_lines(documents),
        find_candidate_lines(collection, PicklingEngine(), lambda _count: None),
    )
    assert (here.kinds == elsewhere.kinds).all()
    for number, raw in enumerate(text.encode() for text in documents):
        for kinds in (CREDITS, HEAD | OPENING, ALL):
            assert here.may_hold(number, raw, kinds) == elsewhere.may_hold(number, raw, kinds)
        assert here.of(number, raw) == elsewhere.of(number, raw)


def test_of_very_many_credits_the_first_and_the_last_are_read() -> None:
    """A text of thirty thousand credits, packed in 80 kB, took ten seconds; nobody has so many sources."""
    text = "\n\n".join(f"This article was originally published by the Daily {number}." for number in range(3_000))
    document = Document("x", text)
    claims = read_claims(document)
    flags = candidate_lines([PLAIN, text, text]).of(1, text.encode())
    assert [claim.value for claim in claims[:2] + claims[-2:]] == ["Daily 0", "Daily 1", "Daily 2998", "Daily 2999"]
    assert len(claims) == MOST_LINES
    assert read_claims(document, flags) == claims


@pytest.mark.parametrize("text", [CREDITED, GERMAN, PLAIN, "", "\n\n", BODY[0]])
def test_claims_are_the_same_with_and_without_the_prefilter(text: str) -> None:
    """Also of texts without any, and of no text."""
    assert read_claims(Document("x", text), candidate_lines([text]).of(0, text.encode())) == read_claims(
        Document("x", text)
    )


OF_FIVE_LANGUAGES = {
    CREDITED: "Daily Times",
    GERMAN: "Spiegel Online",
    (
        "De rivier is weer gestegen, en dat het water niet van de dijk is, was voor de mensen een troost.\n\n"
        "Dit artikel verscheen eerder in De Morgenpost."
    ): "De Morgenpost",
    (
        "Rzeka znowu wzbiera i nie jest to nowe dla ludzi, którzy się tu urodzili, ale że to już trzeci raz w roku.\n\n"
        "Artykuł ukazał się pierwotnie w Kurierze Rzecznym."
    ): "Kurierze Rzecznym",
    (
        "Floden steg igen och det är inte nytt för dem som bor här, men att det är tredje gången på ett år.\n\n"
        "Artikeln publicerades först i Älvtidningen."
    ): "Älvtidningen",
}
"""Texts, and whom each credits."""


def test_a_text_is_searched_by_the_prefilter_of_each_of_its_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """No prefilter is made for a mix of languages; the languages and claims of each text are as without a search.

    What English, in which every text is read, is searched for is left out in the other languages.
    """
    asked: set[tuple[Language, ...]] = set()

    def recorded(known: tuple[Language, ...], others: tuple[Language, ...]) -> LinePrefilter:
        asked.add(known)
        assert [language.code for language in others] == ([] if known[0].code == "en" else ["en"])
        return line_prefilter(known, others)

    monkeypatch.setattr("dedup.origin.candidate_lines.line_prefilter", recorded)
    found = candidate_lines(list(OF_FIVE_LANGUAGES))
    assert sorted(language.code for (language,) in asked) == ["de", "en", "nl", "pl", "sv"]
    for number, (text, credited) in enumerate(OF_FIVE_LANGUAGES.items()):
        flags = found.of(number, text.encode())
        claims = read_claims(Document("x", text), flags)
        assert flags.languages == languages_of(text)
        assert [claim.value for claim in claims] == [credited]
        assert claims == read_claims(Document("x", text))


def test_the_marks_of_agencies_are_searched_for_once() -> None:
    """In a language beside English only those of its own agencies: dpa, and none that English texts name."""
    english, german = (tuple(one for one in languages() if one.code == code) for code in ("en", "de"))
    assert openings(line_prefilter(german)) >= {b"reuters", b"reuter"}
    assert openings(line_prefilter(german, english)).isdisjoint(openings(line_prefilter(english)))


def openings(prefilter: LinePrefilter) -> set[bytes]:
    """Return the strings that open a text's first paragraph, without signs."""
    pool, bounds = prefilter.first_words.strings.pool.tobytes(), prefilter.first_words.strings.bounds.tolist()
    return {pool[low:high] for low, high in pairwise(bounds) if pool[low:high].isalnum()}


def test_texts_of_east_asia_are_searched_by_one_prefilter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text with a letter of these scripts is read in all three languages."""
    asked: list[list[str]] = []

    def recorded(known: tuple[Language, ...], others: tuple[Language, ...]) -> LinePrefilter:
        asked.append([language.code for language in known])
        return line_prefilter(known, others)

    monkeypatch.setattr("dedup.origin.candidate_lines.line_prefilter", recorded)
    candidate_lines([PLAIN, "\u6cb3\u6c34"])
    assert sorted(asked) == [["en"], ["ja", "ko", "zh"]]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (PLAIN, 0),
        (CREDITED, CREDITS),
        (GERMAN, CREDITS),
        (f"By Ann Example\n\n{BODY[0]}", HEAD),
        (f"OSLO (AP) — {BODY[0]}", OPENING),
        (f"{BODY[0]}\n(Reuters)", CLOSING),
        (f"{BODY[0]}\nOSLO (AP) — {BODY[0]}", OPENING),
        (f"{BODY[0]}\nSubscribe now", TAIL),
        (f"{BODY[0]}\n© 2012 Herald", TAIL | COPYRIGHT),
    ],
    ids=["nothing", "English", "German", "byline", "dateline", "agency", "item", "notice", "copyright"],
)
def test_a_text_may_hold_what_its_words_show(text: str, kinds: int) -> None:
    """And nothing else, in texts as plain as these."""
    assert int(candidate_lines([text]).kinds[0]) == kinds


@pytest.mark.parametrize(
    ("text", "kinds", "confirmed"),
    [
        (f"{BODY[0]}\n© 2012 AP", TAIL | COPYRIGHT | CLOSING, TAIL | COPYRIGHT),
        (f"{BODY[0]}\n© 2012 Herald", TAIL | COPYRIGHT, TAIL),
        (f"{BODY[0]}\nNo copyright was claimed", TAIL | COPYRIGHT, 0),
        (f"OSLO (AP) — {BODY[0]}", OPENING, OPENING),
        (f"Oslo (AP) was dry. {BODY[0]}", OPENING, 0),
        (f"{BODY[0]}\n(Reuters)", CLOSING, CLOSING),
        (f"{BODY[0]}\nThey were called non-AP", CLOSING, 0),
        (f"By Ann Example\n\n{BODY[0]}", HEAD, HEAD),
        (f"By all of them\n\n{BODY[0]}", HEAD, 0),
        (CREDITED, CREDITS, CREDITS),
    ],
)
def test_a_line_that_makes_no_claim_by_itself_is_no_candidate(text: str, kinds: int, confirmed: int) -> None:
    """Each line that the prefilter accepts is read once, and many make no claim wherever they stand."""
    found = candidate_lines([text])
    assert (int(found.kinds[0]), found.of(0, text.encode()).kinds) == (kinds, confirmed)


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.code)
def test_what_a_phrase_needs_is_part_of_it(language: object) -> None:
    """A phrase made of its own needs, in their order, cannot be refused by them."""
    for phrases in language.phrases.values():  # type: ignore[attr-defined]
        for phrase in phrases.phrases:
            line = " ".join(strings[0] for strings in phrase.needs)
            assert phrase.may_stand_in(line)
            assert not phrase.needs or not phrase.may_stand_in("")
