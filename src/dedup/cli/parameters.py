"""The arguments and options of the commands: how each is written and what its help says.

Options have no default here: None means that the command line does not say, so that a configuration file may
(`dedup.cli.options` decides). The defaults that help names are those of `Settings`.
"""

from __future__ import annotations

from typing import Annotated

import typer

from dedup.report.formats import ROW_FORMATS, SCAN_FORMATS, SORTS
from dedup.settings import LIMITS, ONLY, Settings

_USUAL = Settings()
_SOUGHT = "What is looked for"
_READ = "What is read"
_SHOWN = "What is shown"
_WORKED = "How it works"
_TOLD = "While it works"


def _bounds(setting: str) -> str:
    low, high = LIMITS[setting]
    return f"from {low:,} to {high:,}"


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH", help="Files, folders (read recursively), globs, addresses (s3://…), or - for standard input."
    ),
]
Result = Annotated[
    str, typer.Argument(metavar="RESULT", help="A result saved with --format json, or - for one piped in.")
]
A = Annotated[
    str, typer.Argument(metavar="A", help="The one text: a file, or path#row (or an id) for one row of a table.")
]
B = Annotated[str, typer.Argument(metavar="B", help="The other one.")]

Threshold = Annotated[
    float | None,
    typer.Option(
        "--threshold",
        metavar="SHARE",
        help=f"Jaccard from which pairs of documents are sought by signature ({_USUAL.threshold:g}).",
        rich_help_panel=_SOUGHT,
    ),
]
Recall = Annotated[
    float | None,
    typer.Option(
        "--recall",
        metavar="SHARE",
        help=f"Share of the pairs at the threshold that must be found ({_USUAL.recall:g}).",
        rich_help_panel=_SOUGHT,
    ),
]
Words = Annotated[
    int | None,
    typer.Option(
        "--words",
        metavar="N",
        help=f"Length of a shingle, in words ({_USUAL.words}); {_bounds('words')}.",
        rich_help_panel=_SOUGHT,
    ),
]
MinRun = Annotated[
    int | None,
    typer.Option(
        "--min-run",
        metavar="N",
        help=f"The shortest run of words that counts as used again ({_USUAL.min_run}); {_bounds('min_run')}.",
        rich_help_panel=_SOUGHT,
    ),
]
MinShared = Annotated[
    int | None,
    typer.Option(
        "--min-shared",
        metavar="N",
        help=f"Words that two documents must share to be listed ({_USUAL.min_shared}); identical ones always are.",
        rich_help_panel=_SOUGHT,
    ),
]
MinRepeated = Annotated[
    int | None,
    typer.Option(
        "--min-repeated",
        metavar="N",
        help=f"Words that one document must say again to be listed ({_USUAL.min_repeated}).",
        rich_help_panel=_SOUGHT,
    ),
]
Only = Annotated[
    str | None,
    typer.Option("--only", metavar="PART", help=f"Report one part only: {', '.join(ONLY)}.", rich_help_panel=_SHOWN),
]
Passages = Annotated[
    bool | None,
    typer.Option(
        "--passages/--no-passages", help="Where in the texts the shared words stand (yes).", rich_help_panel=_SOUGHT
    ),
]
AllPairs = Annotated[
    bool | None,
    typer.Option(
        "--all-pairs/--no-all-pairs",
        help="Every pair, also of texts that stand in many documents, which are else linked to the first (no).",
        rich_help_panel=_SOUGHT,
    ),
]
ListAll = Annotated[
    bool | None,
    typer.Option(
        "--list-all/--no-list-all",
        help="Each verified pair by itself, also those that are told in groups: pairs that have only marked words in "
        "common (footers, notices, licences, attribution), and pairs of one template (no).",
        rich_help_panel=_SOUGHT,
    ),
]
Noise = Annotated[
    str | None,
    typer.Option(
        "--noise",
        metavar="LEVEL",
        help="Whether letters are compared besides words, for scanned and reworded texts: low (no), high (yes) or auto "
        "(auto: yes in collections of a megabyte at most, up to 256 MB where many words of a sample are seen once).",
        rich_help_panel=_SOUGHT,
    ),
]
Rewrites = Annotated[
    bool | None,
    typer.Option(
        "--rewrites/--no-rewrites",
        help="Also pairs that may be one text in other words: reworded sentences, or numbers, names, quotations and "
        "links, that stand in both in the same order (no).",
        rich_help_panel=_SOUGHT,
    ),
]
PairLimit = Annotated[
    int | None,
    typer.Option(
        "--pair-limit",
        metavar="N",
        help=f"Most documents between which a run of words is listed pair by pair ({_USUAL.pair_limit}); in more it is "
        "linked to the first.",
        rich_help_panel=_SOUGHT,
    ),
]

ColumnNames = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="NAME=COLUMN",
        help="What a table calls its text, html, id, url, title, publisher, author, published or language: text=body.",
        rich_help_panel=_READ,
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="PATTERN",
        help="Leave out files of folders that match, as in .gitignore (which is respected anyway). May be repeated.",
        rich_help_panel=_READ,
    ),
]
Hidden = Annotated[
    bool | None,
    typer.Option("--hidden/--no-hidden", help="Read hidden files of folders too (no).", rich_help_panel=_READ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="What all texts are decoded from, instead of UTF-8 or what their bytes look like.",
        rich_help_panel=_READ,
    ),
]
MaxDocument = Annotated[
    str | None,
    typer.Option(
        "--max-document",
        metavar="SIZE",
        help="The largest document that is read (64MB, or what fits into --memory); a larger one counts as unreadable. "
        "0 reads all.",
        rich_help_panel=_READ,
    ),
]
Extractor = Annotated[
    str | None,
    typer.Option(
        "--extractor",
        metavar="NAME",
        help="How the main text of pages is found: careful, or fast, which is less exact where a page leaves doubt.",
        rich_help_panel=_READ,
    ),
]

Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="NAME",
        help=f"{', '.join((*SCAN_FORMATS, *ROW_FORMATS))} (what the name of the file says, else table).",
        rich_help_panel=_SHOWN,
    ),
]
Table = Annotated[
    str | None,
    typer.Option(
        "--table",
        metavar="NAME",
        help="How tables are drawn: grid, pretty, github, html, mediawiki, rst, latex_booktabs or another format of "
        "tabulate.",
        rich_help_panel=_SHOWN,
    ),
]
Section = Annotated[
    str | None,
    typer.Option(
        "--section",
        metavar="NAME",
        help="The one table to write as csv, parquet or ndjson: copies, passages, repetitions and so on.",
        rich_help_panel=_SHOWN,
    ),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to a file, whole or not at all, instead of to standard output. Its name chooses the format: "
        "result.json, report.md, copies.csv. csv, parquet and ndjson take a folder for all tables.",
        rich_help_panel=_SHOWN,
    ),
]
Force = Annotated[
    bool | None,
    typer.Option(
        "--force",
        help="Replace a file that is there, whatever it is; without this, only reports of dedup are replaced, and no "
        "input.",
        rich_help_panel=_SHOWN,
    ),
]
TextsTo = Annotated[
    str | None,
    typer.Option(
        "--texts",
        metavar="FOLDER",
        help="Write the text of each listed document to a new folder, which dedup render takes with a saved result.",
        rich_help_panel=_SHOWN,
    ),
]
TextsFrom = Annotated[
    str | None,
    typer.Option(
        "--texts",
        metavar="FOLDER",
        help="The folder that dedup scan --texts wrote: a saved result does not hold the texts, which html shows.",
        rich_help_panel=_SHOWN,
    ),
]
HideNames = Annotated[
    bool | None,
    typer.Option(
        "--hide-names",
        help="Replace the names of documents, publishers and authors in the report, also within texts.",
        rich_help_panel=_SHOWN,
    ),
]
Rows = Annotated[
    int | None,
    typer.Option(
        "--rows",
        metavar="N",
        help="The most findings that a table lists of each part (20); 0 lists all.",
        rich_help_panel=_SHOWN,
    ),
]
Sort = Annotated[
    str | None,
    typer.Option(
        "--sort",
        metavar="BY",
        help=f"The order of findings: {', '.join(SORTS)} (weight); heaviest, newest and largest share first.",
        rich_help_panel=_SHOWN,
    ),
]
MinWeight = Annotated[
    float | None,
    typer.Option(
        "--min-weight",
        metavar="WEIGHT",
        help="Leave out findings that weigh less, from 0 to 1, and count them (0).",
        rich_help_panel=_SHOWN,
    ),
]
Width = Annotated[
    int | None,
    typer.Option("--width", metavar="N", help="Columns of a table (the terminal's, else 80).", rich_help_panel=_SHOWN),
]
Full = Annotated[
    bool | None,
    typer.Option(
        "--full/--no-full",
        help="Show what is the same in full too (no: only around differences).",
        rich_help_panel=_SHOWN,
    ),
]
Memory = Annotated[
    str | None,
    typer.Option(
        "--memory",
        metavar="SIZE",
        help="The most memory to use, pages of files aside, such as 4GB (half of what is free); what needs more goes "
        "through temporary files.",
        rich_help_panel=_WORKED,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        help="Threads, or processes for pages and edits, side by side (one a processor).",
        rich_help_panel=_WORKED,
    ),
]
Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="Where the work runs: local (this machine), spark (a cluster, which needs dedup-text[spark] and Java) or "
        "daft (Ray, which needs dedup-text[daft]); the result is the same (local).",
        rich_help_panel=_WORKED,
    ),
]
Master = Annotated[
    str | None,
    typer.Option(
        "--master",
        metavar="ADDRESS",
        help="The cluster: Spark at spark://host:7077, yarn or local[2]; for Daft, Ray at ray://host:10001, auto or "
        "local (what the settings of Spark or Daft say).",
        rich_help_panel=_WORKED,
    ),
]
Quiet = Annotated[
    bool | None,
    typer.Option(
        "--quiet", "-q", help="Say nothing on standard error but what could not be read.", rich_help_panel=_TOLD
    ),
]
Progress = Annotated[
    bool | None,
    typer.Option(
        "--progress/--no-progress", help="Show how far the work is, if somebody watches (yes).", rich_help_panel=_TOLD
    ),
]
