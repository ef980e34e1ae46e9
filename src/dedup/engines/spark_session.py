"""The session of a Spark cluster for the command line, or a sentence on what is missing for one."""

from __future__ import annotations

import os
import sys
import warnings
from importlib.util import find_spec
from typing import TYPE_CHECKING

from dedup.errors import UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def spark_session(master: str) -> SparkSession:
    """Return a session on a cluster (``spark://host:7077``, ``yarn``, ``local[2]``), or the one that there is.

    Raises `UsageError` where PySpark or Java is missing, or the cluster does not answer.
    """
    if find_spec("pyspark") is None:
        msg = "--engine spark needs PySpark: pip install 'dedup-text[spark]'"
        raise UsageError(msg)
    from py4j.protocol import Py4JError  # noqa: PLC0415 - an extra
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    from dedup.engines.spark_jobs import reason  # noqa: PLC0415 - it imports PySpark

    # Executors start the Python of this program unless the user names another.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("dedup").config("spark.ui.showConsoleProgress", "false")
    if master:
        builder = builder.master(master)
    try:
        with warnings.catch_warnings():  # PySpark has something to say of the version of pandas, which is not used
            warnings.simplefilter("ignore", FutureWarning)
            return builder.getOrCreate()
    except (PySparkException, Py4JError) as error:
        raise UsageError(reason(error)) from error
