"""Which programs are measured, for what, and what each needs; their versions are pinned where results could change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Task = Literal["pairs", "passages", "sign", "threads"]
TASKS: dict[Task, str] = {
    "pairs": "document pairs",
    "passages": "passages",
    "sign": "signatures of texts in memory, one core",
    "threads": "one core and two",
}


@dataclass(frozen=True, slots=True)
class Home:
    """Where a peer lives: an environment of its own with Python or npm packages, or programs of the system.

    `asked` is the package whose version is told; `debian` the packages that bring `programs`.
    """

    python: tuple[str, ...] = ()
    npm: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    debian: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Peer:
    """A module of `peers` as it is measured for a task.

    `home` names its environment, or none for this one. `gives` is what its rows are; passages are in `unit`.
    A `command` is charged for its start in each run, which is taken off again. `warm` documents come before the clock.
    """

    name: str
    shown: str
    task: Task
    home: str = ""
    gives: Literal["pairs", "documents", "passages", "nothing"] = "pairs"
    unit: Literal["words", "characters"] = "words"
    cores: int | None = None
    command: bool = False
    warm: int = 40

    @property
    def ours(self) -> bool:
        """Whether it is this program."""
        return self.name.startswith("dedup_")

    @property
    def key(self) -> str:
        """Its name among the rows of a task."""
        return self.name if self.cores is None else f"{self.name}_{self.cores}"


HOMES = {
    "gaoya": Home(("gaoya==0.2.2", "orjson"), asked="gaoya"),
    "rensa": Home(("rensa==0.5.0", "orjson"), asked="rensa"),
    "fastsketchlsh": Home(("FastSketchLSH==1.0.1", "orjson"), asked="FastSketchLSH"),
    "datasketch": Home(("datasketch>=2,<3", "xxhash", "orjson"), asked="datasketch"),
    "simhash": Home(("simhash==2.1.2", "orjson"), asked="simhash"),
    "datatrove": Home(("datatrove[processing]", "spacy", "orjson"), asked="datatrove"),
    "dolma": Home(("dolma==1.2.1",), asked="dolma"),
    "sim_text": Home(programs=("sim_text",), debian="similarity-tester"),
    "jscpd": Home(npm=("jscpd@5.3.3",)),
    "copydetect": Home(("copydetect==0.5.0",), asked="copydetect"),
    "passim": Home(
        ("passim @ git+https://github.com/dasmiq/passim",),
        programs=("java",),
        debian="default-jre-headless",
        asked="passim",
    ),
}

_ENOUGH = 1_000
"""Documents after which everything that a large input loads is loaded."""

PEERS = (
    Peer("dedup_pairs", "dedup, document pairs only", "pairs", warm=_ENOUGH),
    Peer("dedup_default", "dedup, default: passages and provenance too", "pairs", warm=_ENOUGH),
    Peer("gaoya", "gaoya", "pairs", "gaoya"),
    Peer("rensa", "rensa", "pairs", "rensa"),
    Peer("fastsketchlsh", "FastSketchLSH", "pairs", "fastsketchlsh"),
    Peer("datasketch", "datasketch, xxHash", "pairs", "datasketch"),
    Peer("datasketch_sha1", "datasketch, its default hash", "pairs", "datasketch"),
    Peer("simhash", "simhash", "pairs", "simhash"),
    Peer("datatrove", "datatrove", "pairs", "datatrove"),
    Peer("dolma", "dolma, flags only", "pairs", "dolma", gives="documents"),
    Peer("parse_pyarrow", "floor: parse with pyarrow", "pairs", gives="nothing"),
    Peer("parse_orjson", "floor: parse with orjson", "pairs", gives="nothing"),
    Peer("dedup_passages", "dedup, default", "passages", gives="passages", unit="characters", warm=_ENOUGH),
    Peer(
        "dedup_all_passages", "dedup, every pair listed", "passages", gives="passages", unit="characters", warm=_ENOUGH
    ),
    Peer("sim_text", "sim_text", "passages", "sim_text", gives="passages", command=True),
    Peer("sim_text_each", "sim_text -e", "passages", "sim_text", gives="passages", command=True),
    Peer("jscpd", "jscpd", "passages", "jscpd", gives="passages", command=True),
    Peer("copydetect", "copydetect", "passages", "copydetect", gives="passages"),
    Peer("passim", "passim", "passages", "passim", gives="passages", unit="characters", command=True),
    Peer("dedup_sign", "dedup.sign", "sign", gives="nothing", cores=1, warm=_ENOUGH),
    Peer("datasketch_sign", "datasketch, MinHash.bulk, xxHash", "sign", "datasketch", gives="nothing", cores=1),
    Peer("dedup_pairs", "dedup, document pairs only, one core", "threads", cores=1, warm=_ENOUGH),
    Peer("dedup_pairs", "dedup, document pairs only, two cores", "threads", cores=2, warm=_ENOUGH),
    Peer("dedup_default", "dedup, default, one core", "threads", cores=1, warm=_ENOUGH),
    Peer("dedup_default", "dedup, default, two cores", "threads", cores=2, warm=_ENOUGH),
)
