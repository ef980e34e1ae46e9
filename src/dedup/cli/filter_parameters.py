"""The options of ``dedup filter`` that no other command has: how each is written and what its help says."""

from __future__ import annotations

from typing import Annotated

import typer

from dedup.filtering.options import VERDICTS
from dedup.relations import CONTAINED, NEAR_IDENTICAL

_REMOVED = "What is removed"
_WRITTEN = "What is written"

Shards = Annotated[
    list[str],
    typer.Argument(metavar="PATH", help="Files, folders (read recursively) and globs, on this machine."),
]
OutputFolder = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar="FOLDER",
        help="Where the corpus goes, in shards of the same names, and its account, in the folder _account. It must be "
        "empty, or not there.",
        rich_help_panel=_WRITTEN,
    ),
]
Level = Annotated[
    str | None,
    typer.Option(
        "--level",
        metavar="LEVEL",
        help="What is compared: document; or paragraph or passage, which are cut out of texts where at least --min-run "
        "words stand elsewhere too (document).",
        rich_help_panel=_REMOVED,
    ),
]
MinWords = Annotated[
    int | None,
    typer.Option(
        "--min-words",
        metavar="N",
        help="Words that must be left of a text after cuts, or it goes as a whole (10).",
        rich_help_panel=_REMOVED,
    ),
]
Copies = Annotated[
    str | None,
    typer.Option(
        "--copies",
        metavar="LIST",
        help="What makes a document a copy: identical, near-identical, contained (all of them). Identical documents "
        "always are copies.",
        rich_help_panel=_REMOVED,
    ),
]
Threshold = Annotated[
    float | None,
    typer.Option(
        "--threshold",
        metavar="SHARE",
        help=f"Jaccard from which two documents are copies of each other ({NEAR_IDENTICAL:g}).",
        rich_help_panel=_REMOVED,
    ),
]
Containment = Annotated[
    float | None,
    typer.Option(
        "--containment",
        metavar="SHARE",
        help="Share of a document's shingles that must stand in a larger one for the smaller one to be its copy "
        f"({CONTAINED:g}).",
        rich_help_panel=_REMOVED,
    ),
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        "--keep",
        metavar="RULE",
        help="Which copy is kept: first, longest, oldest, newest, best=COLUMN (the highest number), source=LIST (names "
        "between commas, or a file of names, the most trusted first), origin (what provenance names as the source). "
        "May be repeated: a rule decides where those before it do not, and input order in the end.",
        rich_help_panel=_REMOVED,
    ),
]
Guard = Annotated[
    float | None,
    typer.Option(
        "--guard",
        metavar="SHARE",
        help="Write nothing, and exit with 1, if a source would lose more than this share of its documents.",
        rich_help_panel=_REMOVED,
    ),
]
Annotate = Annotated[
    bool | None,
    typer.Option(
        "--annotate/--no-annotate",
        help="Remove nothing, and add dedup_cluster, dedup_cluster_size, dedup_kept and dedup_weight to each row (no).",
        rich_help_panel=_WRITTEN,
    ),
]
Weights = Annotated[
    str | None,
    typer.Option(
        "--weights",
        metavar="TABLE",
        help="The weight of a cluster from so many documents on, for --annotate (those of FineWeb-2: "
        "1:1,2:2,3:3,5:5,100:8,1000:1).",
        rich_help_panel=_WRITTEN,
    ),
]
Against = Annotated[
    list[str] | None,
    typer.Option(
        "--against",
        metavar="PATH",
        help="Remove what stands in another collection too: files, folders, or an index of dedup index. May be "
        "repeated.",
        rich_help_panel=_REMOVED,
    ),
]
Index = Annotated[
    str | None,
    typer.Option(
        "--index",
        metavar="INDEX",
        help="Remove what this index holds, and add what is kept to it, so that the next shards are held against it. "
        "It is made if it is not there.",
        rich_help_panel=_REMOVED,
    ),
]
Contamination = Annotated[
    bool | None,
    typer.Option(
        "--contamination",
        help="Take the files of --against as test items, and remove the documents in which an item stands, by the "
        "verdict of each hit. Copies within the corpus stay.",
        rich_help_panel=_REMOVED,
    ),
]
Verdicts = Annotated[
    str | None,
    typer.Option(
        "--verdicts",
        metavar="LIST",
        help=f"The verdicts by which documents are removed (whole item): some of {', '.join(VERDICTS)}.",
        rich_help_panel=_REMOVED,
    ),
]
Question = Annotated[
    str | None,
    typer.Option(
        "--question",
        metavar="COLUMN",
        help="The column with the question of a test item (question).",
        rich_help_panel=_REMOVED,
    ),
]
Answer = Annotated[
    str | None,
    typer.Option(
        "--answer",
        metavar="COLUMN",
        help="The column with the answer of a test item (answer).",
        rich_help_panel=_REMOVED,
    ),
]
Resume = Annotated[
    bool,
    typer.Option("--resume", help="Go on with a run that was stopped.", rich_help_panel=_WRITTEN),
]
