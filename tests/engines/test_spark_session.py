"""A session of Spark: what is missing for one is a sentence."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from dedup.cli.options import options_of
from dedup.engines import spark_session
from dedup.errors import UsageError

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec


def test_a_missing_pyspark_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says how to install it."""

    def find(name: str) -> ModuleSpec | None:
        return None if name == "pyspark" else importlib.util.find_spec(name)

    monkeypatch.setattr(spark_session, "find_spec", find)
    with pytest.raises(UsageError, match=r"pip install 'dedup-text\[spark\]'"):
        spark_session.spark_session("local[1]")


def test_a_missing_java_is_a_sentence() -> None:
    """In a process of its own, which sees no java."""
    pytest.importorskip("pyspark")
    code = (
        "from dedup.engines.spark_session import spark_session\n"
        "from dedup.errors import UsageError\n"
        "try:\n    spark_session('local[1]')\nexcept UsageError as error:\n    print(error)\n"
    )
    environment = {"PATH": "/nowhere", "JAVA_HOME": "/nowhere", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert "--engine spark needs Java 17" in done.stdout


def test_an_engine_that_does_not_exist_is_refused() -> None:
    """The sentence names those that do; a cluster needs the engine for one."""
    with pytest.raises(UsageError, match="engine must be one of local, spark, not 'ray'"):
        options_of({"engine": "ray"}, {})
    with pytest.raises(UsageError, match="it needs --engine spark"):
        options_of({"master": "local[2]"}, {})
