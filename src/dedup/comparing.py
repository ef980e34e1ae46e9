"""Two documents side by side: a scan of just these two, in which nothing is too small to be listed, and their edits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dedup.documents import collection_of
from dedup.kernels import choose
from dedup.matching.edits import Version, find_edits
from dedup.matching.shown import Shown
from dedup.provenance.reading import describe, read_claims, set_aside
from dedup.scanning import scan
from dedup.settings import Settings

if TYPE_CHECKING:
    from dedup.documents import Document
    from dedup.results import ScanResult

DEFAULT = Settings()


def compare(a: Document, b: Document, settings: Settings = DEFAULT) -> ScanResult:
    """Return what two documents have in common and what kinds of edit lie between them.

    Any passage of `min_run` words makes them a listed pair.
    """
    least = min(settings.min_shared, settings.min_run)
    result = scan(collection_of([a, b]), replace(settings, all_pairs=True, min_shared=least))
    versions = [_version(document) for document in (a, b)]
    copies = tuple(
        replace(match, edits=find_edits(versions[0], versions[1], match.passages)) for match in result.copies
    )
    return replace(result, copies=copies)


def _version(document: Document) -> Version:
    claims = read_claims(document)
    shown = Shown(document.text, choose(len(document.text)))
    return Version(shown, describe(document, claims).title, set_aside(claims, document.text))
