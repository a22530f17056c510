"""Imports go one way, as pyproject.toml declares; and a slice knows only the services of other slices."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ROOT, parsed, sources

BASE = {"hub", "protocol", "storage", "web", "i18n"}


def test_imports_go_one_way() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout


def test_a_slice_knows_only_the_services_of_other_slices() -> None:
    assert [f"{path} imports {module}" for path, module in _between_slices() if "tables" in module.split(".")] == []


def _between_slices() -> Iterator[tuple[Path, str]]:
    slices = {path.parts[1] for path in sources("server") if len(path.parts) > 2} - BASE
    for path in sources("server"):
        if path.parts[1] in slices:
            for module in _imported(path):
                parts = module.split(".")
                if parts[0] == "server" and len(parts) > 2 and parts[1] in slices - {path.parts[1]}:
                    yield path, module


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
