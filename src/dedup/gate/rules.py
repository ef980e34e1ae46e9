"""What a check objects to: the rules with their thresholds, checked once, and what each is for.

Values only; `dedup.gate.judging` applies them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from dedup.errors import UsageError
from dedup.matches import MARK_KINDS, MarkKind
from dedup.relations import RELATIONS, REPOSTS, Relation

if TYPE_CHECKING:
    from dedup.settings import Settings

NotProse = Literal["code", "tables", "tags", "templates", "comments", "links", "front-matter"]
NOT_PROSE: tuple[NotProse, ...] = get_args(NotProse)
"""Kinds of text that is not prose."""

Repeating = Literal["versions", "translations", "changelogs"]
REPEATING: tuple[Repeating, ...] = get_args(Repeating)
"""Kinds of pages of a site that repeat on purpose."""

Required = Literal["link", "canonical", "embargo", "kill"]
REQUIRED: dict[Required, str] = {
    "link": "a link to the source",
    "canonical": "a canonical link to the source, or noindex",
    "embargo": "no embargo date that is still to come",
    "kill": "no text of a source that was killed",
}
"""What can be required of a text that was published before, besides that it names its source."""

JUDGED: tuple[str, ...] = (*NOT_PROSE, *REPEATING)
"""What is judged only where it is asked for."""

Quotes = Literal["count", "ignore"]
QUOTES: tuple[Quotes, ...] = get_args(Quotes)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name in every output, what it objects to, and what somebody can do about a finding."""

    name: str
    title: str
    objects_to: str
    what_to_do: str


RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            "killed",
            "A killed story that still stands",
            "The text, or one that it repeats, has the publishing status “canceled”.",
            "Take the text down, as the agency asks, or put the corrected one in its place.",
        ),
        Rule(
            "embargoed",
            "A text before its embargo date",
            "The text, or one that it repeats, must not be published before a date that is still to come.",
            "Hold the text back until that day.",
        ),
        Rule(
            "repost",
            "A text that was published before",
            "The text is identical or nearly identical to another one, or one of the two holds the other.",
            "Leave it out, or link to the other text. If it is meant to be here, accept it with a reason.",
        ),
        Rule(
            "reuse-share",
            "A text that is mostly taken over",
            "More of the text than the limit allows stands in other texts, all of them together.",
            "Quote less, or write more of it. If it is meant to be so, accept it with a reason.",
        ),
        Rule(
            "long-run",
            "A long stretch in the same words",
            "The text has more words in a row in common with another one than the limit allows.",
            "Shorten the stretch, put it in other words, or mark it as a quotation.",
        ),
        Rule(
            "unattributed",
            "A repost that names no source",
            "The text shares its words with another one and does not say that it comes from there, or names another.",
            "Name the source in the text or in its front matter: “This article was originally published by …”.",
        ),
        Rule(
            "no-link",
            "A repost without a link to its source",
            "The text shares its words with another one and holds no address of its publisher.",
            "Link to the page that the text comes from.",
        ),
        Rule(
            "no-canonical",
            "A repost that search engines take for an original",
            "The page repeats another one, and has neither a canonical link to it nor the word noindex for robots.",
            "Give the page a canonical link to its source (canonical_url in front matter), or noindex.",
        ),
        Rule(
            "source-not-allowed",
            "A source that is not allowed",
            "The text comes from a source that is not on the list of allowed ones.",
            "Take the text out, or arrange with the source and put it on the list with its licence.",
        ),
        Rule(
            "licence-forbids",
            "A licence that does not allow it",
            "The licence of the source does not allow this use: it forbids reposts, or changes to the text.",
            "Take the text out or restore it word for word, as the licence asks, or arrange with the source.",
        ),
        Rule(
            "self-repetition",
            "A text that repeats itself",
            "The text says the same thing twice.",
            "Delete one of the two places.",
        ),
    )
}
"""Every rule by its name, the gravest first."""


@dataclass(frozen=True, slots=True)
class AllowedSource:
    """A publisher whose texts may be taken over, and under which licence, if that is known."""

    name: str
    licence: str | None = None

    @classmethod
    def of(cls, written: str) -> AllowedSource:
        """Return the source that ``NAME`` or ``NAME=LICENCE`` stands for."""
        name, equals, licence = (part.strip() for part in written.partition("="))
        if not name or (equals and not licence):
            msg = f"allow-source takes NAME or NAME=LICENCE, as in 'Daily Times=CC BY', not {written!r}"
            raise UsageError(msg)
        return cls(name, licence or None)


@dataclass(frozen=True, slots=True)
class Rules:
    """What to object to.

    `relations` are those that make a text a repost. `max_reuse` is the largest share of a text that may stand in
    others, `max_run` the longest run of words; None is no limit. `require_attribution` asks every text that shares
    words with another to name it, and not somebody else. `require` asks for more (see `REQUIRED`); `as_of` is the day,
    in ISO's form, on which an embargo has to be over. `allow_source` lists publishers whose texts may be taken over;
    where there are any, the others may not. `licences` holds texts to the licence lines of their sources.
    `self_repetition` objects to what one text says twice. `quotes` says whether Markdown's block quotations count,
    `within` whether texts of the content are held against each other.

    Marked words are left out while they are a small part of the judged document, unless `count_marked`; those of
    `ignore_kinds` always are. Text that is not prose, and pages that repeat on purpose, are not judged but for those of
    the kinds in `judge` (see `JUDGED`). Findings of the rules in `warn` are told and fail nothing.
    """

    relations: tuple[Relation, ...] = REPOSTS
    max_reuse: float | None = None
    max_run: int | None = None
    require_attribution: bool = False
    require: tuple[str, ...] = ()
    as_of: str | None = None
    allow_source: tuple[AllowedSource, ...] = ()
    licences: bool = False
    self_repetition: bool = False
    quotes: Quotes = "count"
    within: bool = True
    count_marked: bool = False
    ignore_kinds: tuple[MarkKind, ...] = ()
    judge: tuple[str, ...] = ()
    warn: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for values, known, what in (
            (self.relations, RELATIONS, "relations are"),
            (self.ignore_kinds, MARK_KINDS, "kinds of marked words are"),
            (self.judge, JUDGED, "what can be judged is"),
            (self.require, tuple(REQUIRED), "what can be required is"),
        ):
            for value in values:
                if value not in known:
                    msg = f"{what} {', '.join(known)}, or none; {value!r} is not one of them"
                    raise UsageError(msg)
        for name in self.warn:
            if name not in RULES:
                msg = f"rules are {', '.join(RULES)}; {name!r} is not one of them"
                raise UsageError(msg)
        if self.max_reuse is not None and not 0 <= self.max_reuse <= 1:
            msg = f"max-reuse must be from 0 to 1, not {self.max_reuse}"
            raise UsageError(msg)
        if self.max_run is not None and self.max_run < 1:
            msg = f"max-run must be at least 1, not {self.max_run}"
            raise UsageError(msg)
        if ("embargo" in self.require or self.as_of is not None) and not _is_day(self.as_of):
            msg = f"as-of must be the day on which an embargo has to be over, as 2026-03-12, not {self.as_of!r}"
            raise UsageError(msg)
        if self.quotes not in QUOTES:
            msg = f"quotes must be one of {', '.join(QUOTES)}, not {self.quotes!r}"
            raise UsageError(msg)

    def applied(self) -> frozenset[str]:
        """Return the names of the rules that can object to something."""
        asked = {
            "killed": "kill" in self.require,
            "embargoed": "embargo" in self.require,
            "repost": bool(self.relations),
            "reuse-share": self.max_reuse is not None,
            "long-run": self.max_run is not None,
            "unattributed": self.require_attribution,
            "no-link": "link" in self.require,
            "no-canonical": "canonical" in self.require,
            "source-not-allowed": bool(self.allow_source),
            "licence-forbids": self.licences or any(each.licence for each in self.allow_source),
            "self-repetition": self.self_repetition,
        }
        return frozenset(rule for rule, is_asked in asked.items() if is_asked)

    def sought(self, settings: Settings) -> Settings:
        """Return the settings of the scan behind a check: rules on short runs need pairs that a scan would not list.

        Raises `UsageError` where the rules ask for what the settings do not let be found.
        """
        if not settings.passages:
            msg = "a check needs passages: it cannot say where without them"
            raise UsageError(msg)
        if self.max_run is not None and self.max_run + 1 < settings.min_run:
            msg = (
                f"max-run {self.max_run} cannot be held to, because only runs of at least min-run {settings.min_run} "
                f"words are sought; set min-run to {self.max_run + 1} or less"
            )
            raise UsageError(msg)
        if self.max_run is None and self.max_reuse is None:
            return replace(settings, list_all=True, only=None, rewrites=False)
        least = min(settings.min_run, settings.min_shared)
        return replace(settings, list_all=True, min_shared=least, only=None, rewrites=False)


def _is_day(written: str | None) -> bool:
    try:
        return written is not None and date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False
