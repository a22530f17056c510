"""The project's own files, as its history will have them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("server", "moderation")
NOT_TEXT = {".png", ".svg", ".ico", ".mo", ".webp", ".woff2"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> tuple[Path, ...]:
    """Every file that git knows, relative to the root."""
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(Path(name) for name in sorted(listed.split("\0")) if name and (ROOT / name).is_file())


def texts() -> Iterator[tuple[Path, str]]:
    """Each text file that people of this project wrote, with its content."""
    for path in files():
        if path.suffix not in NOT_TEXT and path.name != "LICENSE":
            yield path, (ROOT / path).read_text(encoding="utf-8")


def sources(*folders: str) -> tuple[Path, ...]:
    """The Python files under these top folders; all of ours when none is named."""
    return tuple(path for path in files() if path.suffix == ".py" and (not folders or path.parts[0] in folders))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), str(path))


def functions(*folders: str) -> Iterator[tuple[Path, Function]]:
    for path in sources(*folders):
        for node in ast.walk(parsed(path)):
            if isinstance(node, Function):
                yield path, node
