"""Sentences that name a source, in six languages, and sentences that look like them."""

from __future__ import annotations

import pytest

from dedup.documents import Document
from dedup.origin.extraction import read_claims

OPENINGS = {
    "en": "The ministers said that they had agreed with the plan, and that it was good for the people of the country.",
    "de": "Die Minister haben sich auf den Plan geeinigt, der für das Land und die Menschen nicht ohne Folgen ist.",
    "fr": "Les ministres sont d'accord sur un plan qui est, pour le pays et pour les gens, une chance dans la crise.",
    "es": "Los ministros dijeron que el plan es bueno para la gente y que se hará con una parte de las obras en mayo.",
    "it": "I ministri dicono che il piano non è una cosa per il paese, ma per gli uomini del nord con una casa.",
    "pt": "Os ministros dizem que o plano não é bom para as pessoas que vivem em uma casa dos bairros ao sul.",
}


def credits_of(language: str, sentence: str) -> list[tuple[str, str]]:
    """Return kind and value of what a sentence says when it closes a text of a language."""
    opening = f"{OPENINGS[language]} {OPENINGS[language]}"
    text = f"A heading\n\n{opening}\n\n{opening}\n\n{sentence}"
    kinds = {"attribution", "reprint", "via", "tip", "outgoing", "source-line"}
    claims = [claim for claim in read_claims(Document("text", text)) if claim.kind in kinds]
    for claim in claims:
        assert text[claim.start : claim.end] == claim.text
    return [(claim.kind, claim.value) for claim in claims]


@pytest.mark.parametrize(
    ("language", "sentence", "kind", "value"),
    [
        ("en", "This article was originally published on Common Dreams.", "attribution", "Common Dreams"),
        ("en", "Editor's note: This column first ran in the (Salem, Ore.) Statesman Journal.", "attribution",
         "Statesman Journal"),
        ("en", "Originally published on coolimba and has been republished here with permission.", "attribution",
         "coolimba"),
        ("en", "This story originally appeared in the May 3, 2013, issue of City Journal.", "attribution",
         "City Journal"),
        ("en", "Jo Doe is an editor of the Des Moines Register, where this column originally appeared.", "attribution",
         "Des Moines Register"),
        ("en", "The post A heading appeared first on SpaceNews.", "attribution", "SpaceNews"),
        ("en", "A heading originally appeared on abcnews.go.com", "attribution", "abcnews.go.com"),
        ("en", "This is a corrected version of a story first published by The Guardian.", "attribution",
         "The Guardian"),
        ("en", "This article is republished from The Conversation under a Creative Commons license.", "reprint",
         "The Conversation"),
        ("en", "Reprinted from Climatewire with permission.", "reprint", "Climatewire"),
        ("en", "Cross-posted from [Informed Comment](http://www.juancole.com/x)", "reprint", "Informed Comment"),
        ("en", "via Zero Hedge", "via", "Zero Hedge"),
        ("en", "(H/T: BizPac Review)", "tip", "BizPac Review"),
        ("en", "This article was reprinted on Wired.com.", "outgoing", "Wired.com"),
        ("de", "Dieser Artikel erschien zuerst bei Telepolis.", "attribution", "Telepolis"),
        ("de", "Der Beitrag ist zuerst auf Netzpolitik.org erschienen.", "attribution", "Netzpolitik.org"),
        ("de", "Erstmals veröffentlicht in der taz", "attribution", "taz"),
        ("de", "Übernommen von den Nachdenkseiten", "reprint", "Nachdenkseiten"),
        ("fr", "Cet article a été initialement publié par Mediapart.", "attribution", "Mediapart"),
        ("fr", "Cet article est republié à partir de The Conversation sous licence Creative Commons.", "reprint",
         "The Conversation"),
        ("es", "Este artículo fue publicado originalmente en El País.", "attribution", "El País"),
        ("es", "Tomado de La Jornada", "reprint", "La Jornada"),
        ("it", "Questo articolo è stato pubblicato originariamente su Internazionale.", "attribution",
         "Internazionale"),
        ("it", "Tratto da Valigia Blu", "reprint", "Valigia Blu"),
        ("pt", "Este texto foi originalmente publicado pela Folha de S.Paulo.", "attribution", "Folha de S.Paulo"),
        ("pt", "Republicado com permissão do Outras Palavras", "reprint", "Outras Palavras"),
    ],
)  # fmt: skip
def test_a_credit_names_its_source(language: str, sentence: str, kind: str, value: str) -> None:
    """The name is the one that a reader of the sentence would give, without articles and dates."""
    assert (kind, value) in credits_of(language, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "First published Nov 19, 2014",
        "First Published: Tuesday, November 19, 2019",
        "This article was originally published in 2013.",
        "This story was originally published on January 25, 2016, and has been updated.",
        "Originally published Oct. 1, 8:23 a.m. PT.",
        "The letter was first published by The Times in May.",
        "He first appeared before the Senate committee in May.",
        "Some comments may be republished on the website or in the newspaper.",
        "The president said that Reuters had reported the story first.",
    ],
)
def test_what_only_looks_like_a_credit_is_none(sentence: str) -> None:
    """Dates, and sentences about something else than this text, name no source."""
    assert credits_of("en", sentence) == []


def test_a_sentence_in_the_middle_must_speak_of_this_article() -> None:
    """Far from head and tail, "Reprinted from X" is part of the article; "this article was …" is about it."""
    filler = "\n\n".join([f"{OPENINGS['en']} {OPENINGS['en']}"] * 120)
    inside = f"{filler}\n\nReprinted from Harbour Gazette.\n\nThis article first appeared in Valley Post.\n\n{filler}"
    values = [
        claim.value for claim in read_claims(Document("text", inside)) if claim.kind in ("attribution", "reprint")
    ]
    assert values == ["Valley Post"]


def test_markdown_does_not_hide_a_credit() -> None:
    """Emphasis and links around the words leave the claim and its place as they are."""
    sentence = "> *Editor's note: This article was **originally published** on [Waging Nonviolence](https://w.org/x).*"
    assert credits_of("en", sentence) == [("attribution", "Waging Nonviolence")]


def test_a_name_among_thousands_of_blanks_is_read_in_linear_time() -> None:
    """The search for an article before a date took the square of the blanks: minutes for these."""
    blanks = " " * 100_000
    found = credits_of("en", f"This was originally published by Valley Press{blanks}Copyright 2020 Stop Press.")
    assert [kind for kind, _name in found] == ["attribution"]


@pytest.mark.parametrize(
    ("behind", "name"),
    [("le 1 février 2019", "Terre & Nature"), ("La 3 mai 2019", "Terre & Nature"), ("", "Terre & Nature")],
)
def test_an_article_before_a_date_is_no_part_of_a_name(behind: str, name: str) -> None:
    """Neither is the day."""
    assert credits_of("fr", f"Cet article est paru dans Terre & Nature {behind}.") == [("attribution", name)]
