"""D2: what was acknowledged survives a power cut, whatever the disk had not been told to keep."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from bench.seed import seed
from tests.faults import power
from tests.harness.left_out import leave_out
from tests.harness.server_process import ROOT

IMAGES = 1000
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that writes down what a process does to its files."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        leave_out("power cuts", "they need Linux and a C compiler (`apt install gcc libc6-dev`)")
    library = tmp_path_factory.mktemp("recorder") / "recorder.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, HERE / "recorder.c", "-ldl"], check=True)
    return library


def record(recorder: Path, folder: Path, synchronous: str) -> tuple[bytes, list[power.Op]]:
    """The file before anybody talked, and everything that was done to it and its log since."""
    path = folder / "sohva.db"
    seed(f"sqlite:///{path}", 3, 6, folder / "people")
    before, into = path.read_bytes(), folder / "recording"
    environment = os.environ | {"LD_PRELOAD": str(recorder), "SOHVA_RECORD": str(path), "SOHVA_RECORD_INTO": str(into)}
    command = [sys.executable, HERE / "talking.py", path, synchronous]
    subprocess.run(command, env=environment | {"PYTHONPATH": str(ROOT)}, check=True, timeout=120)
    return before, list(power.read(into.read_bytes()))


def losses(before: bytes, ops: list[power.Op], folder: Path, random: Random) -> int:
    """In how many of the images something acknowledged is missing. Every image opens, whole and without gaps."""
    disk, lost = power.Disk(before), 0
    cuts = sorted(random.randrange(len(ops)) for _ in range(IMAGES))
    for index, op in enumerate(ops):
        disk.do(op)
        while cuts and cuts[0] == index:
            cuts.pop(0)
            lost += not acked(disk) <= found(disk.lose_power(random), folder, is_thorough=len(cuts) % 20 == 0)
    print(f"FIGURE power cuts: {lost} of {IMAGES} images lost something acknowledged")
    return lost


def acked(disk: power.Disk) -> set[tuple[str, int]]:
    return {(client_id, int(seq)) for client_id, seq in (line.split() for line in disk.acks.decode().splitlines())}


def found(image: dict[int, bytes], folder: Path, *, is_thorough: bool) -> set[tuple[str, int]]:
    path = folder / "image.db"
    for file, end in ((power.DATABASE, ""), (power.LOG, "-wal"), (power.JOURNAL, "-journal")):
        Path(f"{path}{end}").unlink(missing_ok=True)
        if image[file] or file == power.DATABASE:
            Path(f"{path}{end}").write_bytes(image[file])
    Path(f"{path}-shm").unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        if is_thorough:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        holes = "SELECT 1 FROM room r WHERE head_seq <> (SELECT count(*) FROM room_event e WHERE e.room_id = r.id)"
        assert connection.execute(holes).fetchone() is None
        return set(connection.execute("SELECT client_id, seq FROM message"))


@pytest.mark.timeout(400)
def test_no_power_cut_loses_what_was_acknowledged(recorder: Path, tmp_path: Path) -> None:
    before, ops = record(recorder, tmp_path, "FULL")
    assert {op.file for op in ops if op.kind == "w"} >= {power.DATABASE, power.LOG, power.ACKS}
    assert losses(before, ops, tmp_path, Random(1)) == 0


@pytest.mark.timeout(400)
def test_control_with_less_syncing_power_cuts_are_noticed(recorder: Path, tmp_path: Path) -> None:
    before, ops = record(recorder, tmp_path, "NORMAL")
    assert losses(before, ops, tmp_path, Random(2)) > IMAGES / 10
