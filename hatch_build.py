"""Compiles the kernels when the package is built: C files into one library for each level of processor.

The system's `cc` does it where one works; else the compiler of Zig, which is a package like others and needs nothing of
the system. ``python hatch_build.py`` builds the libraries of a checkout again after a change in the C files.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

KERNELS = Path(__file__).parent / "src" / "dedup" / "kernels"
FLAGS = ["-std=gnu11", "-O3", "-Wall", "-Wextra", "-shared", "-s", "-fvisibility=hidden", "-fno-semantic-interposition"]
"""GNU's C, for vectors; a library that exports what it says it does, and whose functions call each other directly."""
ZIG = [sys.executable, "-m", "ziglang", "cc"]
SUFFIX = {"darwin": ".dylib", "win32": ".dll"}.get(sys.platform, ".so")


def levels() -> dict[str, list[str]]:
    """Return the levels of processor to compile for, and how the compiler is told of each."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return {"base": []}
    known = {level: [f"-march=x86-64-{level}"] for level in ("v2", "v3", "v4")}
    known["v4"].append("-mprefer-vector-width=512")  # library.py takes it where this slows down nobody
    return known


def compile_all(compiler: list[str], sources: list[Path], folder: Path) -> bool:
    """Compile C files into a library for each level, side by side; return whether all could be made."""
    position = [] if sys.platform == "win32" else ["-fPIC"]  # there, all code is
    running = []
    for level, flags in levels().items():
        if compiler == ZIG:  # it has names of its own for processors
            flags = [flag.replace("x86-64-", "x86_64_") for flag in flags]  # noqa: PLW2901 - the same flags
        library = folder / f"_kernels_{level}{SUFFIX}"
        running.append(subprocess.Popen([*compiler, *FLAGS, *position, *flags, "-o", library, *sources]))  # noqa: S603
    codes = [process.wait() for process in running]
    return not any(codes)


def system_compiler() -> list[str] | None:
    """Return the system's C compiler if it is there, has its headers, and knows all levels of processor."""
    if not shutil.which("cc"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        probe = Path(folder) / "probe.c"
        probe.write_text("#include <stdlib.h>\n#include <string.h>\nint probe(void) { return 0; }\n", encoding="utf-8")
        return ["cc"] if compile_all(["cc"], [probe], Path(folder)) else None


def build() -> None:
    """Compile the kernels into the source tree, where an editable installation finds them too."""
    if not compile_all(system_compiler() or ZIG, sorted((KERNELS / "c").glob("*.c")), KERNELS):
        sys.exit("the kernels could not be compiled")


class KernelsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling's hook: it is asked what it needs, then called before a wheel is made."""

    def dependencies(self) -> list[str]:
        """Return the compiler to download: none where the system has one."""
        return [] if system_compiler() else ["ziglang>=0.13"]

    def initialize(self, _version: str, build_data: dict[str, Any]) -> None:
        """Add the libraries to the wheel, and say that it is for this platform and any Python 3."""
        if self.target_name == "wheel":
            build()
            name = sysconfig.get_platform().replace("universal2", platform.machine())
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{name.replace('-', '_').replace('.', '_')}"
            build_data["artifacts"].append(f"src/dedup/kernels/_kernels_*{SUFFIX}")


if __name__ == "__main__":
    build()
