"""A shared index: the documents of a team on a Redis server that is there already, found by their bands.

The bands are kept by datasketch's own storage layer, so any program that uses its `MinHashLSH` can read them; beside
them stand the documents and the header. Only signatures are kept: a shared index finds texts that are alike as wholes,
not a paragraph taken into another text. Several may write at once; a change is not one whole, as it is in a file.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self

from dedup.errors import StoreError, UsageError
from dedup.index.bodies import Compressor, bodies_of, document_of
from dedup.index.checksums import digest_of_body
from dedup.index.header import Header
from dedup.index.schema import HASHES_OF_FORMAT_1
from dedup.index.update import Change
from dedup.settings import Settings
from dedup.sketch.signatures import sign_words, to_minhashes
from dedup.words.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.documents import Collection, Document

_NAME = b"dedup"
_HEADER, _BODIES, _DIGESTS = "dedup:header", "dedup:bodies", "dedup:digests"


class SharedIndex:
    """An open shared index. `open_shared_index` makes one."""

    def __init__(self, url: str, client: Any, bands: Any, header: Header) -> None:
        self.header = header
        self._url = url
        self._client = client
        self._bands = bands
        self._compressor = Compressor(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def __len__(self) -> int:
        with _translated_errors(self._url):
            return int(self._client.hlen(_DIGESTS))

    def add(self, collection: Collection) -> Change:
        """Add the documents of a collection, as `dedup.index.update.add` does."""
        added = replaced = 0
        with _translated_errors(self._url):
            for batch in collection.batches:
                new, old = self._add_batch(batch)
                added, replaced = added + new, replaced + old
        return Change(added, replaced, len(collection) - added - replaced)

    def _add_batch(self, batch: pa.RecordBatch) -> tuple[int, int]:
        names, bodies = batch.column("id").to_pylist(), bodies_of(batch)
        digests = [digest_of_body(body) for body in bodies]
        before = self._client.hmget(_DIGESTS, names) if names else []
        rows = [row for row, was in enumerate(before) if was != digests[row]]
        for row in rows:
            if before[row] is not None:
                self._forget(names[row])
        if rows:
            signed = to_minhashes(self._signatures(batch)[rows], self.header.seed)
            with self._bands.insertion_session() as session:
                for row, minhash in zip(rows, signed, strict=True):
                    session.insert(names[row].encode(), minhash, check_duplication=False)
            pressed = self._compressor.compress(bodies[row] for row in rows)
            self._client.hset(_BODIES, mapping=dict(zip((names[row] for row in rows), pressed, strict=True)))
            self._client.hset(_DIGESTS, mapping={names[row]: digests[row] for row in rows})
        replaced = sum(before[row] is not None for row in rows)
        return len(rows) - replaced, replaced

    def remove(self, names: Sequence[str]) -> Change:
        """Remove documents by id; a `UsageError` names an id that is not there, and then nothing is removed."""
        chosen = list(dict.fromkeys(names))
        with _translated_errors(self._url):
            for name in chosen:
                if not self._client.hexists(_DIGESTS, name):
                    msg = f"there is no document {name!r} in {self._url}; nothing was removed"
                    raise UsageError(msg)
            for name in chosen:
                self._forget(name)
        return Change(removed=len(chosen))

    def _forget(self, name: str) -> None:
        if name.encode() in self._bands:
            self._bands.remove(name.encode())
        self._client.hdel(_DIGESTS, name)
        self._client.hdel(_BODIES, name)

    def find_candidates(self, collection: Collection) -> list[list[Document]]:
        """Return for each document those of the index that share a band with it, by id, its own id apart."""
        found = []
        with _translated_errors(self._url):
            for batch in collection.batches:
                names = batch.column("id").to_pylist()
                for name, minhash in zip(names, to_minhashes(self._signatures(batch), self.header.seed), strict=True):
                    keys = sorted(key.decode() for key in self._bands.query(minhash))
                    found.append([self._document(other) for other in keys if other != name])
        return found

    def _document(self, name: str) -> Document:
        raw = self._client.hget(_BODIES, name)
        if raw is None:
            msg = f"{self._url}: the text of {name!r} is missing"
            raise StoreError(msg)
        return document_of(name, self._compressor.restore(raw))

    def _signatures(self, batch: pa.RecordBatch) -> NDArray[Any]:
        header = self.header
        words = tokenise(batch.column("text"))
        return sign_words(words, header.words, header.permutations, header.seed)


def open_shared_index(url: str, settings: Settings | None = None) -> SharedIndex:
    """Return the shared index of a server, made with `settings` (or the defaults) where there is none yet.

    Settings that are given must fit the index that is there. Raises `StoreError` for what cannot be reached or was made
    otherwise, and `UsageError` where the client library is not installed.
    """
    redis = _client_library()
    from datasketch import MinHashLSH  # noqa: PLC0415 - slow to import

    with _translated_errors(url):
        client = redis.Redis.from_url(url)
        wanted = Header.of(settings or Settings()).dumps()
        if client.hexists(_HEADER, "words"):  # of an index that an older program made, the hashes are not named
            wanted |= HASHES_OF_FORMAT_1
        for name, value in wanted.items():
            client.hsetnx(_HEADER, name, value)
        stored = {name.decode(): value.decode() for name, value in client.hgetall(_HEADER).items()}
        header = Header.loads(stored)
        header.refuse_other_sketches()
        if settings is not None:
            header.refuse(settings)
        bands = MinHashLSH(
            num_perm=header.permutations,
            params=(header.bands, header.rows),
            # Keys are bytes and stay bytes: nothing that a server holds is ever unpickled.
            prepickle=False,
            storage_config={"type": "redis", "basename": _NAME, "redis": redis.connection.parse_url(url)},
        )
    return SharedIndex(url, client, bands, header)


def _client_library() -> Any:
    """Return the Redis client, which is an extra and therefore asked for by name only here."""
    try:
        return import_module("redis")
    except ImportError as error:
        msg = "a shared index needs the Redis client: pip install 'dedup-text[redis]'"
        raise UsageError(msg) from error


@contextmanager
def _translated_errors(url: str) -> Iterator[None]:
    """Translate the errors of the client into errors of this program that name the address."""
    try:
        yield
    except (_client_library().RedisError, ValueError) as error:
        msg = f"{url}: {error}"
        raise StoreError(msg) from error
