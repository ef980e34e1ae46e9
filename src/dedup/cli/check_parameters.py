"""The options of ``dedup check`` that no other command has: how each is written and what its help says.

As in `dedup.cli.parameters`, None means that the command line does not say, so that a configuration file may.
"""

from __future__ import annotations

from typing import Annotated

import typer

from dedup.gate.rules import JUDGED, QUOTES, REQUIRED, RULES
from dedup.matches import MARK_KINDS
from dedup.relations import RELATIONS, REPOSTS
from dedup.report.formats import CHECK_FORMATS

_HELD = "What the content is held against"
_OBJECTED = "What is objected to"
_ACCEPTED = "What is accepted"
_SHOWN = "What is shown"

Content = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH", help="The content to check: files, folders, globs, or - (else what the configuration names)."
    ),
]
Against = Annotated[
    list[str] | None,
    typer.Option(
        "--against",
        metavar="PATH",
        help="What was published before: files, folders, globs, or an index. May be repeated.",
        rich_help_panel=_HELD,
    ),
]
AgainstRef = Annotated[
    str | None,
    typer.Option(
        "--against-ref",
        metavar="REV",
        help="A git revision: the files at --against, or else at PATH, as they are in it. What is unchanged since then "
        "is not judged.",
        rich_help_panel=_HELD,
    ),
]
Within = Annotated[
    bool | None,
    typer.Option(
        "--within/--no-within",
        help="Hold the texts of the content against each other too (yes).",
        rich_help_panel=_HELD,
    ),
]
Relations = Annotated[
    str | None,
    typer.Option(
        "--relations",
        metavar="LIST",
        help=f"Which relations make a repost, of {','.join(RELATIONS)}; or none ({','.join(REPOSTS)}).",
        rich_help_panel=_OBJECTED,
    ),
]
MaxReuse = Annotated[
    float | None,
    typer.Option(
        "--max-reuse",
        metavar="SHARE",
        help="The largest share of a text that may stand in others (no limit).",
        rich_help_panel=_OBJECTED,
    ),
]
MaxRun = Annotated[
    int | None,
    typer.Option(
        "--max-run",
        metavar="WORDS",
        help="The longest run of words that may stand in another text (no limit).",
        rich_help_panel=_OBJECTED,
    ),
]
RequireAttribution = Annotated[
    bool | None,
    typer.Option(
        "--require-attribution/--no-require-attribution",
        help="Object to texts that share words with another and do not name it as their source (no).",
        rich_help_panel=_OBJECTED,
    ),
]
Require = Annotated[
    str | None,
    typer.Option(
        "--require",
        metavar="LIST",
        help=f"What texts that were published before must have, of {','.join(REQUIRED)}: "
        f"{'; '.join(REQUIRED.values())} (nothing).",
        rich_help_panel=_OBJECTED,
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="The day on which an embargo has to be over, as 2026-03-12 (today).",
        rich_help_panel=_OBJECTED,
    ),
]
AllowSource = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-source",
        metavar="NAME[=LICENCE]",
        help="A publisher whose texts may be taken over; others then may not. A licence by (cc-by) asks for the name, "
        "one without derivatives (nd) forbids changes. May be repeated.",
        rich_help_panel=_OBJECTED,
    ),
]
Licences = Annotated[
    bool | None,
    typer.Option(
        "--licences/--no-licences",
        help="Object to words of a text that says it must not be taken over (no).",
        rich_help_panel=_OBJECTED,
    ),
]
SelfRepetition = Annotated[
    bool | None,
    typer.Option(
        "--self-repetition/--no-self-repetition",
        help="Object to texts that say something twice (no).",
        rich_help_panel=_OBJECTED,
    ),
]
QuotesOption = Annotated[
    str | None,
    typer.Option(
        "--quotes",
        metavar="HOW",
        help=f"Whether block quotations count as words of the text: {', '.join(QUOTES)} ({QUOTES[0]}).",
        rich_help_panel=_OBJECTED,
    ),
]
CountMarked = Annotated[
    bool | None,
    typer.Option(
        "--count-marked/--no-count-marked",
        help="Count words of footers, notices, licences and attribution too; else they are left out while they are a "
        "small part of a text (no).",
        rich_help_panel=_OBJECTED,
    ),
]
IgnoreKind = Annotated[
    str | None,
    typer.Option(
        "--ignore-kind",
        metavar="LIST",
        help=f"Kinds of marked words that never count, of {','.join(MARK_KINDS)}; or none (none).",
        rich_help_panel=_OBJECTED,
    ),
]
Judge = Annotated[
    list[str] | None,
    typer.Option(
        "--judge",
        metavar="LIST",
        help=f"What else is judged, of {','.join(JUDGED)}. Without it, text that is not prose and pages that repeat on "
        "purpose are not judged. May be repeated.",
        rich_help_panel=_OBJECTED,
    ),
]
Warn = Annotated[
    list[str] | None,
    typer.Option(
        "--warn",
        metavar="RULE",
        help=f"A rule that only warns: its findings are told and fail nothing. Of {', '.join(RULES)}. May be repeated.",
        rich_help_panel=_OBJECTED,
    ),
]
BaselineFile = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="Findings that are known and accepted. A file that is not there is an error.",
        rich_help_panel=_ACCEPTED,
    ),
]
WriteBaseline = Annotated[
    bool,
    typer.Option(
        "--write-baseline",
        help="Write what is found now to the baseline (.dedup-baseline, if none is named) and exit with 0.",
        rich_help_panel=_ACCEPTED,
    ),
]
CheckFormat = Annotated[
    str | None,
    typer.Option("--format", "-f", metavar="NAME", help=f"{', '.join(CHECK_FORMATS)} (table).", rich_help_panel=_SHOWN),
]
IncludeAccepted = Annotated[
    bool | None,
    typer.Option(
        "--include-accepted",
        help="Write accepted findings into SARIF too, as suppressed results.",
        rich_help_panel=_SHOWN,
    ),
]
Also = Annotated[
    list[str] | None,
    typer.Option(
        "--also",
        metavar="NAME=FILE",
        help="Write the result in another format too, as in sarif=dedup.sarif. May be repeated.",
        rich_help_panel=_SHOWN,
    ),
]
