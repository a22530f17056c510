"""Autobahn's cases, where their interpreter can be had. The standard itself, case by case, is in test_standard.py."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness import autobahn, processes
from tests.harness.left_out import leave_out_for_lack
from tests.harness.server_process import ROOT

ECHO = Path(__file__).with_name("echo.py")
NOT_OURS = [
    "1.2.*",
    "9.*",
    "12.*",
    "13.*",
]  # binary, throughput, compression: not taken, measured elsewhere, not offered
PASSED = {"OK", "NON-STRICT", "INFORMATIONAL"}


@pytest.fixture
def echo(tmp_path: Path) -> Iterator[int]:
    """The port of a server that says back what it hears."""
    port, output = processes.free_port(), tmp_path / "echo.log"
    process = processes.start([sys.executable, ECHO, port], output, environment={"PYTHONPATH": str(ROOT)})
    processes.wait_until(lambda: processes.listens(port), process, output)
    yield port
    processes.stop(process)


@pytest.mark.timeout(240)
def test_every_case_of_autobahns_passes(echo: int, tmp_path: Path) -> None:
    command = autobahn.command()
    if command is None:
        leave_out_for_lack("Autobahn's cases", "`make autobahn` brings them where there is a Python 2.7")
    spec = {
        "outdir": str(tmp_path / "report"),
        "servers": [{"agent": "Sohva", "url": f"ws://127.0.0.1:{echo}", "options": {"version": 18}}],
        "cases": ["*"],
        "exclude-cases": NOT_OURS,
        "exclude-agent-cases": {},
    }
    (tmp_path / "spec.json").write_text(json.dumps(spec))
    said = (tmp_path / "said").open("w")
    with said:
        subprocess.run(
            [*command, "-m", "fuzzingclient", "-s", tmp_path / "spec.json"], check=True, stdout=said, stderr=said
        )
    cases = json.loads((tmp_path / "report" / "index.json").read_text())["Sohva"]
    print(f"FIGURE Autobahn: {dict(Counter(case['behavior'] for case in cases.values()))} of {len(cases)}")
    assert len(cases) > 230
    assert {name: case for name, case in cases.items() if not {case["behavior"], case["behaviorClose"]} <= PASSED} == {}
