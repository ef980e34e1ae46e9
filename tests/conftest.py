"""What all tests run under, and the clusters that some of them run on."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

import dedup
from tests.engines.made_collections import in_batches
from tests.engines.spark_cluster import SparkCluster, missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dedup.engines.cluster import ClusterEngine
    from dedup.results import ScanResult

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("new", deadline=None)
settings.load_profile("same")
"""The same examples in every run, so that one that passed passes again; `--hypothesis-profile=new` looks for others.

No example has to be over in some time: a busy machine is no fault.
"""
CLUSTERS = [pytest.param(name, marks=pytest.mark.spark) for name in ("spark", "daft")]
"""The clusters that there are an engine for."""


@pytest.fixture(scope="session")
def spark_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkCluster]:
    """Return a Spark cluster for all tests."""
    if missing():
        pytest.skip(missing())
    made = SparkCluster(tmp_path_factory.mktemp("spark"))
    yield made
    made.stop()


@pytest.fixture(params=CLUSTERS)
def cluster_engine(request: pytest.FixtureRequest) -> ClusterEngine:
    """Return the engine for each cluster in turn."""
    return engine_named(request.param, request)


@pytest.fixture(params=["local", *CLUSTERS])
def scan_on(request: pytest.FixtureRequest) -> Callable[..., ScanResult]:
    """Return a scan of documents on this machine, and on each cluster in turn, where a fifth of them is an item."""
    if request.param == "local":
        return dedup.scan
    engine = engine_named(request.param, request)

    def scan(documents: list[dedup.Document], settings: dedup.Settings | None = None, **changes: Any) -> ScanResult:
        collection = in_batches(documents, max(len(documents) // 5, 1))
        return dedup.scan(collection, settings, engine=engine, **changes)

    return scan


def engine_named(name: str, request: pytest.FixtureRequest) -> ClusterEngine:
    """Return the engine for the cluster of this name, whose machines are all there."""
    if name == "daft":
        if find_spec("daft") is None:
            pytest.skip("Daft is not installed: pip install daft")
        from dedup.engines.daft import DaftEngine  # noqa: PLC0415 - Daft may be missing

        return DaftEngine()
    cluster: SparkCluster = request.getfixturevalue("spark_cluster")
    from dedup.engines.spark import SparkEngine  # noqa: PLC0415 - PySpark may be missing

    cluster.await_executors()
    return SparkEngine(cluster.session)
