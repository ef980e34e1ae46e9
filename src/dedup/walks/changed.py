"""The content of a check since a git revision: what has changed, and what of the rest shares words with it.

Files that are in the revision as they are now are not judged. Of these, texts and pages are searched for shingles of
the changed documents, and only those that have some are read as documents: no other can make a pair with them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedup import kernels
from dedup.engines.groups import unique
from dedup.engines.local import LOCAL
from dedup.errors import InputError
from dedup.prefix_sums import prefix_sums
from dedup.progress import SILENT
from dedup.reading.builder import DocumentBuilder
from dedup.reading.content import MARK_SIZE, compression_of
from dedup.reading.html_tags import unescape
from dedup.reading.inputs import read_contents, read_files
from dedup.reading.revision import contents_of, files_of_revision
from dedup.words.tokens import read_words, tokenise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.progress import Watch
    from dedup.reading.options import ReadingOptions
    from dedup.reading.revision import Revision, TrackedFile
    from dedup.settings import Settings

_SEARCHED_TOGETHER = 1 << 22
"""Bytes of texts that are searched in one piece."""
_TAG = re.compile(rb"<[^>]*>")


@dataclass(frozen=True, slots=True)
class ChangedContent:
    """What differs from a revision, and what was there before.

    `content` are the documents of changed files. `before` are their earlier versions and the unchanged documents that
    share words with them. `unchanged` counts the documents of unchanged files, `unread` those of them that share none.
    """

    revision: Revision
    content: Collection
    before: Collection
    unchanged: int
    unread: int


def read_changed(
    revision: str, paths: Sequence[str], options: ReadingOptions, settings: Settings, watch: Watch = SILENT
) -> ChangedContent:
    """Return the changed content of the paths since a revision, for a check with some settings.

    Raises `UsageError` as `files_of_revision` does.
    """
    builder = DocumentBuilder(options, watch)
    found, files = files_of_revision(revision, paths, options, builder, step_back=True)
    content = read_files([each.file for each in files if each.changed], options, builder, watch)
    with watch.stage(f"reading {found.name}", len(files)) as done:
        search = _Search.of(content, settings)
        searched = [each for each in files if not each.changed and _is_one_document(each)]
        sharing, others = _sharing(searched, search, done)
        skipped = {id(each) for each in searched} - sharing
        before = read_contents(contents_of(each for each in files if id(each) not in skipped), options, watch)
    changed = {each.file.name for each in files if each.changed}
    unchanged = sum(path not in changed for path in before.column("path"))
    return ChangedContent(found, content, before, unchanged + others, others)


def _is_one_document(file: TrackedFile) -> bool:
    """Return whether a file is one document whose words can be seen without reading it as one."""
    return file.file.format is not None and not file.file.format.table


@dataclass(frozen=True, slots=True)
class _Search:
    """The shingles (uint64, rising) of `size` words that are looked for.

    A document with fewer than `least` of them shares neither a run of `min_run` words nor the Jaccard similarity of
    the threshold with any that is judged.
    """

    shingles: NDArray[np.uint64]
    size: int
    least: int

    @classmethod
    def of(cls, content: Collection, settings: Settings) -> _Search:
        """Return the search for what a collection may share with others by some settings."""
        words = read_words(content.batches, LOCAL)
        size = min(settings.words, settings.min_run)
        found = kernels.shingle_hashes(words.hashes, words.offsets, size)
        counts = np.diff(found.offsets)
        of_a_copy = int(counts[counts > 0].min(initial=settings.min_run) * settings.threshold)
        return cls(unique(found.hashes), size, max(1, min(settings.min_run - size + 1, of_a_copy)))

    def counts(self, column: pa.LargeStringArray) -> NDArray[np.int64]:
        """Return how many of the shingles each text of a column has, as often as it has them."""
        words = tokenise(column)
        found = kernels.shingle_hashes(words.hashes, words.offsets, self.size)
        place = np.searchsorted(self.shingles, found.hashes).clip(max=self.shingles.size - 1)
        held = prefix_sums(self.shingles[place] == found.hashes)
        return np.diff(held[found.offsets])


def _sharing(files: Sequence[TrackedFile], search: _Search, done: Callable[[int], None]) -> tuple[set[int], int]:
    """Return the identities of the files that are to be read, and how many others there are, which have text.

    A file that may share words with what is judged is to be read, and one without text, which its reader reports. Where
    nothing is judged, all are left unread, and counted.
    """
    if not search.shingles.size:
        return set(), len(files)
    sharing: set[int] = set()
    others = 0
    for some in _pieces(zip(files, contents_of(files), strict=True)):
        texts = [_text_of(file, raw) for file, (_, raw) in some]
        column = pa.array([text or b"" for text in texts], pa.large_binary()).view(pa.large_string())
        least = [1 if _is_page(file) else search.least for file, _ in some]
        shares = search.counts(column) >= np.array(least)
        for (file, _), text, share in zip(some, texts, shares.tolist(), strict=True):
            if share or text is None or not text.strip():
                sharing.add(id(file))
            else:
                others += 1
        done(len(some))
    return sharing, others


def _text_of(file: TrackedFile, raw: bytes | InputError) -> bytes | None:
    """Return the words of a file in UTF-8, with more around them; None where only its reader can tell."""
    if isinstance(raw, InputError) or compression_of(raw[:MARK_SIZE]) is not None:
        return None
    try:
        raw.decode()
    except UnicodeDecodeError:
        return None
    if not _is_page(file):
        return raw
    end = raw.rfind(b">") + 1  # no tag ends behind it
    return unescape((_TAG.sub(b" ", raw[:end]) + raw[end:]).decode()).encode("utf-8", "replace")


def _is_page(file: TrackedFile) -> bool:
    return file.file.format is not None and file.file.format.name == "html"


def _pieces(
    contents: Iterable[tuple[TrackedFile, tuple[str, bytes | InputError]]],
) -> Iterator[list[tuple[TrackedFile, tuple[str, bytes | InputError]]]]:
    some: list[tuple[TrackedFile, tuple[str, bytes | InputError]]] = []
    size = 0
    for each in contents:
        some.append(each)
        size += len(each[1][1]) if isinstance(each[1][1], bytes) else 0
        if size >= _SEARCHED_TOGETHER:
            yield some
            some, size = [], 0
    if some:
        yield some
