"""A Spark cluster on this machine for tests: a master and two workers, each a process of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
_DEADLINE = 180
"""Seconds until a process of the cluster must have started: a busy machine is no fault."""


def missing() -> str:
    """Return what a cluster lacks on this machine; empty if nothing."""
    if find_spec("pyspark") is None:
        return "PySpark is not installed: pip install 'dedup-text[spark]'"
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        return "there is no Java (Debian: openjdk-17-jre-headless)"
    return ""


class SparkCluster:
    """A master and two workers of one core each, and a session on them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = _free_port()
        self.address = f"spark://127.0.0.1:{self._port}"
        self._logs: list[IO[bytes]] = []
        self._master = self._start("master", "master.Master", "--host", "127.0.0.1", "--port", str(self._port))
        self._workers = [self._start_worker(number) for number in range(2)]
        os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
        from pyspark.sql import SparkSession  # noqa: PLC0415 - it may be missing

        settings = {
            "spark.driver.memory": "512m",
            "spark.executor.memory": "512m",
            "spark.executor.cores": "1",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.shuffle.io.maxRetries": "1",
            "spark.shuffle.io.retryWait": "1s",
            "spark.scheduler.minRegisteredResourcesRatio": "1.0",
            "spark.cores.max": "2",
            "spark.executorEnv.PYTHONPATH": _python_path(),
        }
        builder = SparkSession.builder.master(self.address).appName("dedup tests")
        for name, value in settings.items():
            builder = builder.config(name, value)
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")

    def executors(self) -> int:
        """Return how many executors are there now."""
        return int(self.session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()) - 1

    def await_executors(self) -> None:
        """Wait until both workers have one."""
        _await(lambda: self.executors() == len(self._workers))

    def kill_worker(self) -> None:
        """Kill one worker, its executor and all that these started, with a signal that nobody can catch."""
        os.killpg(self._workers.pop().pid, signal.SIGKILL)

    def add_worker(self) -> None:
        """Start another worker, as somebody who looks after a cluster would."""
        self._workers.append(self._start_worker(len(self._logs)))

    def stop(self) -> None:
        """End all processes."""
        self.session.stop()
        for process in (*self._workers, self._master):
            os.killpg(process.pid, signal.SIGTERM)
        for process in (*self._workers, self._master):
            process.wait(_DEADLINE)
        for log in self._logs:
            log.close()

    def _start_worker(self, number: int) -> subprocess.Popen[bytes]:
        folder = str(self._folder / f"worker-{number}")
        options = ("--host", "127.0.0.1", "--cores", "1", "--memory", "600m", "--work-dir", folder, self.address)
        return self._start(f"worker-{number}", "worker.Worker", *options)

    def _start(self, name: str, part: str, *options: str) -> subprocess.Popen[bytes]:
        import pyspark  # noqa: PLC0415 - it may be missing

        home = Path(pyspark.__file__).parent
        environment = {
            **os.environ,
            "SPARK_HOME": str(home),
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_LOCAL_IP": "127.0.0.1",
            "PYSPARK_PYTHON": sys.executable,
            "PYTHONPATH": _python_path(),
        }
        command: Sequence[Any] = [home / "bin" / "spark-class", f"org.apache.spark.deploy.{part}", "--webui-port", "0"]
        log = (self._folder / f"{name}.log").open("wb")
        self._logs.append(log)
        process = subprocess.Popen(
            [*command, *options], env=environment, stdout=log, stderr=log, start_new_session=True
        )
        if part.startswith("master"):
            _await(lambda: _answers(self._port))
        return process


def _python_path() -> str:
    return os.pathsep.join([str(ROOT), str(ROOT / "src")])


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def _await(is_so: Any) -> None:
    end = time.monotonic() + _DEADLINE
    while not is_so():
        if time.monotonic() > end:
            msg = "the Spark cluster of the tests did not start"
            raise TimeoutError(msg)
        time.sleep(0.2)
