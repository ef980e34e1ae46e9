"""The documents of an index that a check reads: all of them, or of a large index the nearest ones to the content.

Nearly everything in a check depends on other documents: whether words are boilerplate depends on who else carries them
and on which of these are versions of one text, whether two texts are of a template depends on the other texts of it. So
the documents themselves are judged, as those of files are, and an index gives the findings that its texts would give.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np

from dedup.documents import Collection, Document, Note, collection_in_batches
from dedup.engines.local import LOCAL
from dedup.index.segments import Kind, find_postings
from dedup.index.sketches import sketch
from dedup.index.texts import documents_with_text, find_document, read_document, read_documents
from dedup.index.view import IndexView
from dedup.walks.lookup import meets
from dedup.walks.scan import scan
from dedup.words.tokens import read_words

if TYPE_CHECKING:
    from dedup.index.store import Store
    from dedup.index.texts import Text
    from dedup.settings import Settings

_FEW_DOCUMENTS = 16
"""Documents of the content that are looked up one by one before the whole index is read."""
_TOO_MANY = "{:,} of its texts that share words with the content were not read, but {:,} documents that share more"
MOST_WORDS = 1 << 22
"""Words of an index that is read as a whole, and of the documents that are read of a larger one."""


def documents_to_compare(
    store: Store, content: Collection, settings: Settings, *, alone: bool = False, most_words: int = MOST_WORDS
) -> tuple[Collection, int]:
    """Return the documents of an index that a check of the content reads, and how many documents the index has.

    They come in the order in which their files would be read. A note says so where the index is too large for all that
    share words with the content. `alone` is whether the content is compared with nothing else. Settings that do not fit
    the index are a `StoreError`.
    """
    store.header.refuse(settings)
    with store.reading():
        state = store.state
        notes: tuple[Note, ...] = ()
        documents: list[Document] = []
        if state["words"] > most_words:
            keys, left_out = _nearest(store, content, most_words)
            documents = [read_document(store, key) for key in keys]
            notes = (Note(str(store.path), _TOO_MANY.format(left_out, len(keys))),) if left_out else ()
        elif not (alone and _has_no_pairs(store, content, settings)):
            documents = [document for _, document in read_documents(store)]
    documents.sort(key=_place)
    read = collection_in_batches(documents)
    return Collection(read.batches, notes=notes, bytes=read.bytes), state["documents"]


def _has_no_pairs(store: Store, content: Collection, settings: Settings) -> bool:
    """Return whether no document of the content can be in a pair, so that nothing of the index makes a difference."""
    if len(content) > _FEW_DOCUMENTS or meets(store, content, settings):
        return False
    counts = scan(content, settings).counts
    return not counts.candidates and not counts.identical


def _place(document: Document) -> list[bytes]:
    """Return what orders documents as their files are read: folder by folder, in the order of the names."""
    return [os.fsencode(part) for part in (document.path or "").split("/")]


def _nearest(store: Store, content: Collection, most_words: int) -> tuple[list[int], int]:
    """Return the keys of the documents that are nearest to the content, in order, up to so many words.

    Those that the index has under the ids of the content are among them. The second value counts the texts that share
    words with the content too, and are left out.
    """
    own = [found.key for name in content.column("id") if (found := find_document(store, name)) is not None]
    chosen, words = set(own), 0
    texts = _by_nearness(store, content)
    for number, text in enumerate(texts):
        keys = documents_with_text(store, text)
        words += text.words * len(keys)
        if words > most_words:
            return sorted(chosen), len(texts) - number
        chosen.update(keys)
    return sorted(chosen), 0


def _by_nearness(store: Store, content: Collection) -> list[Text]:
    """Return the texts that share band keys or fingerprints with the content, the nearest first.

    A key counts the more the fewer texts hold it: a run that few texts have weighs more than many common phrases.
    """
    view = IndexView(store)
    sketches = sketch(read_words(content.batches, LOCAL), store.header)
    places, weights = [], []
    for kind, keys in ((Kind.BANDS, sketches.bands.ravel()), (Kind.FINGERPRINTS, sketches.fingerprints.keys)):
        hits = view.live(find_postings(store.connection, kind, np.unique(keys)))
        places.append(hits.words)
        weights.append(1 / np.bincount(hits.query)[hits.query])
    words = np.concatenate(places)
    texts = view.texts_at(words.tolist())
    texts.sort(key=lambda text: text.start)
    owner = np.searchsorted(np.array([text.start for text in texts], np.int64), words, side="right") - 1
    nearness = np.bincount(owner, np.concatenate(weights), len(texts)).tolist()
    order = sorted(range(len(texts)), key=lambda number: (-nearness[number], texts[number].first))
    return [texts[number] for number in order]
