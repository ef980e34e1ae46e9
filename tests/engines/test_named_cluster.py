"""The engine of a cluster that the command line names: what is missing for one is a sentence."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from dedup.cli.options import options_of
from dedup.engines import named_cluster
from dedup.engines.local import LOCAL
from dedup.errors import UsageError
from tests.engines.spark_cluster import missing

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from pathlib import Path


@pytest.mark.parametrize(
    ("engine", "missing", "name"),
    [
        ("spark", "pyspark", "PySpark"),
        ("daft", "daft", "Daft"),
        ("daft", "cloudpickle", "Daft"),
        ("daft", "ray", "Ray"),
    ],
)
def test_a_missing_package_is_a_sentence(monkeypatch: pytest.MonkeyPatch, engine: str, missing: str, name: str) -> None:
    """It says how to install the extra that the engine needs."""

    def find(package: str) -> ModuleSpec | None:
        return None if package == missing else importlib.util.find_spec("json")

    monkeypatch.setattr(named_cluster, "find_spec", find)
    made = named_cluster.spark_engine if engine == "spark" else named_cluster.daft_engine
    with pytest.raises(UsageError, match=rf"--engine {engine} needs {name}: pip install 'dedup-text\[{engine}\]'"):
        made("local", LOCAL)


def test_a_missing_java_is_a_sentence() -> None:
    """In a process of its own, which sees no java."""
    pytest.importorskip("pyspark")
    code = (
        "from dedup.engines.named_cluster import spark_session\n"
        "from dedup.errors import UsageError\n"
        "try:\n    spark_session('local[1]')\nexcept UsageError as error:\n    print(error)\n"
    )
    environment = {"PATH": "/nowhere", "JAVA_HOME": "/nowhere", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert "--engine spark needs Java 17" in done.stdout


@pytest.mark.spark
def test_java_of_a_cluster_on_this_machine_compiles_quickly_and_takes_options_of_the_user() -> None:
    """In a process of its own, as Java is told its options only where it starts; those of the user come last."""
    if missing():
        pytest.skip(missing())
    code = (
        "from dedup.engines.named_cluster import spark_session\n"
        "java = spark_session('local[1]').sparkContext._jvm.java.lang.management.ManagementFactory\n"
        "print([argument for argument in java.getRuntimeMXBean().getInputArguments() if 'Tiered' in argument])\n"
    )
    options = "--driver-java-options -XX:TieredStopAtLevel=4 pyspark-shell"
    environment = {**os.environ, "PYSPARK_SUBMIT_ARGS": options, "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "['-XX:TieredStopAtLevel=1', '-XX:TieredStopAtLevel=4']"


def test_an_engine_that_does_not_exist_is_refused() -> None:
    """The sentence names those that do; a cluster needs an engine for one."""
    with pytest.raises(UsageError, match="engine must be one of local, spark, daft, not 'ray'"):
        options_of({"engine": "ray"}, {})
    with pytest.raises(UsageError, match="it needs --engine spark or --engine daft"):
        options_of({"master": "local[2]"}, {})


@pytest.mark.spark
@pytest.mark.parametrize("master", ["", "local"])
def test_a_command_on_daft_prints_the_same_bytes(tmp_path: Path, master: str) -> None:
    """On Daft's own engine, and on a Ray cluster of this machine; nothing is said but what was sent."""
    pytest.importorskip("ray" if master else "daft")
    for part in range(3):
        texts = [" ".join(f"w{part * 40 + number + place}" for place in range(90)) for number in range(20)]
        lines = "\n".join(json.dumps({"text": text}) for text in texts)
        (tmp_path / f"{part}.jsonl").write_text(lines, encoding="utf-8")
    environment = {**os.environ, "DAFT_ANALYTICS_ENABLED": "0", "RAY_AUTH_MODE": "disabled"}
    printed = []
    for options in ([], ["--engine", "daft", *(["--master", master] if master else [])]):
        command = [sys.executable, "-c", "from dedup.cli import main; main()", "scan", str(tmp_path), "-f", "json"]
        done = subprocess.run([*command, *options], env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        printed.append(done.stdout)
    assert printed[0] == printed[1]
