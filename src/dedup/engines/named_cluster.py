"""The engine that the command line names, on the cluster that it names, or a sentence on what is missing for one."""

from __future__ import annotations

import os
import sys
import warnings
from importlib.util import find_spec
from typing import TYPE_CHECKING

from dedup.errors import UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from dedup.engines.cluster import ClusterEngine
    from dedup.engines.local import Local

_JAVA_OPTIONS = "spark.driver.defaultJavaOptions", "-XX:TieredStopAtLevel=1"
"""Java's optimising compiler takes more time than all it makes faster, as Java only hands rows to Python.

Options of a user (``spark.driver.extraJavaOptions``) come behind these.
"""
_BYTES_AT_ONCE = 1 << 26
"""Bytes of rows that Java gives Python at once, about, where it would be 10,000 rows, of a megabyte each."""


def spark_engine(master: str, caller: Local) -> ClusterEngine:
    """Return an engine on a Spark cluster (``spark://host:7077``, ``yarn``, ``local[2]``), or on that of the session.

    Raises `UsageError` where PySpark or Java is missing, or the cluster does not answer.
    """
    _require("spark", "PySpark", "pyspark", "py4j", "cloudpickle")
    session = spark_session(master)
    from dedup.engines.spark import SparkEngine  # noqa: PLC0415 - an extra

    return SparkEngine(session, caller)


def daft_engine(address: str, caller: Local) -> ClusterEngine:
    """Return an engine on Daft: on the Ray cluster of an address (``auto``, ``ray://host:10001``), or as Daft is set.

    Raises `UsageError` where Daft or Ray is missing, or the cluster does not answer.
    """
    _require("daft", "Daft", "daft", "cloudpickle")
    if address:
        _require("daft", "Ray", "ray")
    from dedup.engines.daft import DaftEngine, run_on_ray  # noqa: PLC0415 - an extra

    if address:
        run_on_ray(address)
    return DaftEngine(caller)


def spark_session(master: str) -> SparkSession:
    """Return a session on a cluster, or the one that there is."""
    from py4j.protocol import Py4JError  # noqa: PLC0415 - an extra
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    from dedup.engines.spark import reason  # noqa: PLC0415 - an extra

    # Executors start the Python of this program unless the user names another.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("dedup").config("spark.ui.showConsoleProgress", "false")
    builder = builder.config("spark.sql.execution.arrow.maxBytesPerBatch", _BYTES_AT_ONCE)
    if master:
        builder = builder.master(master)
    if master.startswith("local"):  # on other clusters, who looks after them has a say in it
        builder = builder.config(*_JAVA_OPTIONS)
    # Of a package that is not used here, here and again where the first rows are mapped.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    try:
        return builder.getOrCreate()
    except (PySparkException, Py4JError) as error:
        raise UsageError(reason(error)) from error


def _require(engine: str, name: str, *packages: str) -> None:
    """Raise `UsageError` if one of the packages that an engine needs is missing."""
    if any(find_spec(package) is None for package in packages):
        msg = f"--engine {engine} needs {name}: pip install 'dedup-text[{engine}]'"
        raise UsageError(msg)
