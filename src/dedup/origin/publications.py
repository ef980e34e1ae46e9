"""A name beside a date → whether it shows that it is a publication's, and whether it has the form of a place.

"London, 3 May 1911" heads a letter, "The Harbour Review, 3 May 1911" a reprint. Names of places cannot be listed, so a
publication has to show that it is one. What else in a document speaks for a name is left to
`dedup.origin.reading`.
"""

from __future__ import annotations

import re
import unicodedata

from dedup.origin.hosts import host_of
from dedup.origin.names import is_known
from dedup.origin.persons import OUTLET_WORDS

_PUBLICATION_WORDS = frozenset(
    {
        # English
        "advertiser", "advocate", "almanac", "annals", "argus", "banner", "channel", "clarion", "company",
        "conversation", "courier", "department", "echo", "embassy", "enterprise", "eye", "evening", "federation",
        "fm", "government", "house", "inc", "intelligencer", "leader", "ledger", "letters", "llc", "ltd",
        "mercury", "ministry", "monthly", "newsletter", "newsroom", "office", "paper", "periodical", "politics",
        "portal", "proceedings", "quarterly",
        "register", "sentinel", "spectator", "statesman", "transactions", "week", "yearbook",
        # German
        "abendblatt", "allgemeine", "anzeiger", "blatt", "bote", "gmbh", "illustrierte", "jahrbuch", "kanal", "kurier",
        "merkur", "nachrichten", "neueste", "spiegel", "tagblatt", "tageblatt", "verlag", "volksblatt", "woche",
        "wochenblatt", "zeitschrift",
        # French
        "chronique", "courrier", "depeche", "figaro", "hebdo", "hebdomadaire", "matin", "monde", "nouvelles",
        "nouvelliste", "progres", "quotidien", "revue", "soir",
        # Spanish, Portuguese, Italian
        "boletin", "correio", "correo", "corriere", "cronica", "diario", "editora", "editorial", "estadao", "folha",
        "gaceta", "gazeta", "gazzetta", "giornale", "heraldo", "informador", "jornal", "mattino", "messaggero", "mundo",
        "noticiero", "noticias", "periodico", "prensa", "quotidiano", "repubblica", "resto", "revista", "rivista",
        "secolo", "semana", "semanario", "settimanale", "stampa", "tiempo", "universal", "vanguardia", "voz",
    }
)  # fmt: skip
_BESIDE_PLACES = frozenset(
    {
        "association", "bureau", "center", "centre", "club", "company", "council", "department", "embassy", "evening",
        "foundation", "government", "house", "institute", "ministry", "morning", "office", "page", "party", "press",
        "radio", "society", "sunday", "university", "view",
    }
)  # fmt: skip
"""Words that are no sign where a comma shows that a place follows: *Down House, Kent*, *London, Sunday evening*."""
_IN_NAMES_OF_PLACES = frozenset({"free", "le", "national", "sun", "star", "union"})
"""Words that stand in names of places too, but seldom last: *Sun Valley* is a place, *Harbour Star* is not."""
_ENDINGS = ("zeitung", "blatt", "anzeiger", "kurier", "nachrichten", "rundschau", "presse", "magazin", "radio", "news")
_PLACES_WITH_ARTICLE = frozenset({"hague", "bronx", "dalles", "woodlands", "wash", "strand", "white house"})
_MIXED_CASE = re.compile(r"(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bLa)(?<!\bLe)(?<!\bDu)(?<!\bSan)(?<=[a-z])[A-Z]")
_WORDS = re.compile(r"[^\W\d_]+")
_PLACE_WORD = re.compile(r"[^\W\d_][\w'\u2019.-]*")
_IN_PLACES = frozenset(
    {
        "a", "am", "an", "and", "auf", "aux", "bei", "d", "da", "das", "de", "dei", "del", "dell", "della", "den",
        "der", "di", "do", "dos", "du", "e", "el", "en", "et", "i", "im", "in", "la", "las", "le", "les", "lez",
        "los", "near", "nell", "ob", "of", "on", "s", "sous", "sul", "sur", "the", "under", "upon", "und", "vor",
        "y", "zu", "zur",
    }
)  # fmt: skip
"""Words in lower case within the name of a place: *Frankfurt am Main*, *Stoke-on-Trent*, *Rio de Janeiro*."""
_MOST_WORDS = 10


def shows_a_publication(name: str) -> bool:
    """Return whether a name that stands beside a date shows that it is a publication's, or another publisher's.

    It is in the lists, holds a word of such names, ends with a number, has an ampersand or a capital within a word, is
    an address, or begins with *The*, which few places do.
    """
    if is_known(name) or host_of(name) or _MIXED_CASE.search(name) or re.search(r"[&+!@]|^[^,]+\s\d+$", name):
        return True
    words = [_plain(word) for word in _WORDS.findall(name)]
    if words[:1] == ["the"] and "," not in name:
        return " ".join(words[1:]) not in _PLACES_WITH_ARTICLE
    ignored = _BESIDE_PLACES if "," in name else frozenset()
    signs = [word for word in words if _is_of_a_publication(word) and word not in ignored]
    return bool(signs) or (len(words) > 1 and words[-1] in _IN_NAMES_OF_PLACES)


def _is_of_a_publication(word: str) -> bool:
    return word not in _IN_NAMES_OF_PLACES and (
        word in OUTLET_WORDS or word in _PUBLICATION_WORDS or word.endswith(_ENDINGS)
    )


def _plain(word: str) -> str:
    """Return a word in lower case, without accents."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def has_the_form_of_a_place(name: str) -> bool:
    """Return whether a name may be a place's, perhaps with its street, state or country.

    All of its words begin with a capital but those that stand within names of places; a number of a house may begin it.
    """
    words = (
        re.sub(r"^\d{1,4}[a-z]?,?\s+(?=.*,)", "", name).replace(",", " ").replace("(", " ").replace(")", " ").split()
    )
    return 0 < len(words) <= _MOST_WORDS and words[0][:1].isupper() and all(map(_may_be_of_a_place, words))


def _may_be_of_a_place(word: str) -> bool:
    parts = re.split(r"['\u2019-]", word)
    if not _PLACE_WORD.fullmatch(word):
        return False
    return all(part[:1].isupper() or part in _IN_PLACES or not part for part in parts)
