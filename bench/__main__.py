"""`make bench`: everything that is promised of speed, beside the peers, in one table and in bench/out/latest.json.

`QUICK=1` takes medians of three short runs instead of five long ones. `python -m bench V2 V5` measures those alone.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import contenders, loading
from bench.measures import MEASURES
from bench.measuring import Finding, Pace

_QUICK = Pace(runs=3, seconds=0.7, warmup=0.3, is_quick=True)
_FULL = Pace(runs=5, seconds=4.0, warmup=1.0, is_quick=False)
_PACKAGES = ("uvicorn", "uvloop", "starlette", "msgspec", "sqlalchemy", "websockets")


def main() -> None:
    """Measures, prints, writes; exit code 1 where a promise is not kept."""
    wanted = [word for word in sys.argv[1:] if word in MEASURES] or list(MEASURES)
    pace = _QUICK if os.environ.get("QUICK") else _FULL
    for line in contenders.install():
        print(line)
    findings: dict[str, list[Finding]] = {}
    for name in wanted:
        findings[name] = MEASURES[name](pace)
        for finding in findings[name]:
            print(_row(name, finding), flush=True)
    _write(findings, pace)
    sys.exit(not all(finding.kept for found in findings.values() for finding in found))


def _row(name: str, finding: Finding) -> str:
    ratio = f"{finding.ratio:.2f} x {finding.beside}" if finding.ratio is not None else ""
    kept = "kept" if finding.kept else "NOT KEPT"
    row = f"{name}  {finding.what:<58}{finding.ours:>10.5g} {finding.unit:<14}{ratio:<34}{finding.promise:<22}{kept}"
    others = ", ".join(f"{who} {figure:.4g}" for who, figure in finding.others.items())
    notes = "".join(f"\n      {line}" for line in ([others] if others else []) + finding.notes)
    return row + notes


def _write(findings: dict[str, list[Finding]], pace: Pace) -> None:
    """One object a promise; where it has several parts, they lie in `parts` and the first one stands for it."""
    out: dict[str, Any] = {}
    for name, found in findings.items():
        parts = [finding.as_json() for finding in found]
        out[name] = parts[0] | {"kept": all(finding.kept for finding in found), "parts": parts}
    out["machine"] = _machine() | {"measured_at": datetime.now(UTC).isoformat(), "runs": pace.runs}
    loading.OUT.mkdir(exist_ok=True)
    (loading.OUT / "latest.json").write_text(json.dumps(out, indent=2) + "\n")


def _machine() -> dict[str, Any]:
    models = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return {
        "processor": models[0] if models else platform.processor(),
        "cores": len(os.sched_getaffinity(0)),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "node": _node(),
        "packages": {package: version(package) for package in _PACKAGES},
        "busy": round(os.getloadavg()[0], 2),
    }


def _node() -> str | None:
    if shutil.which("node") is None:
        return None
    return subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main()
