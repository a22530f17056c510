"""Names say what a thing is; these four say nothing."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.tree import CODE, files, parsed, sources

EMPTY = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}
FOLDERS = {*CODE, "client_web", "tests", "bench"}


def _words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}


def test_no_file_or_folder_is_named_after_nothing() -> None:
    ours = [path for path in files() if path.parts[0] in FOLDERS]
    assert [str(path) for path in ours if any(_words(part) & EMPTY for part in path.with_suffix("").parts)] == []


def test_nothing_in_the_code_is_named_after_nothing() -> None:
    assert [name for name in _defined() if _words(name.rsplit(" ", 1)[1]) & EMPTY] == []


def _defined() -> Iterator[str]:
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for path in sources(*CODE):
        yield from (f"{path} {node.name}" for node in ast.walk(parsed(path)) if isinstance(node, kinds))
