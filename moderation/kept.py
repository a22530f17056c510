"""What takes long to work out at a start and comes out the same every time, kept beside the byte code.

As Python keeps its compiled modules, and in the same form: in `__pycache__` of this package, named by a digest of
everything it was made from, so that nothing stale is ever read. Where the folder cannot be written, a start takes
longer and that is all.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_SUM = hashlib.sha256().digest_size
_FOLDER = Path(__file__).parent / "__pycache__"


def kept(name: str, made_from: Iterable[bytes], make: Callable[[], Any], folder: Path = _FOLDER) -> Any:
    """What `make` returns (plain values only), made anew only when what it is made from has changed."""
    file = folder / f"{name}-{digest_of([sys.version.encode(), *made_from])[:32]}.kept"
    found = _read(file)
    if found is None:
        found = [make()]
        _keep(file, name, marshal.dumps(found[0]))
    return found[0]


def digest_of(parts: Iterable[bytes]) -> str:
    """A digest of these parts; where one ends and the next begins counts too."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def edition_of(module: str) -> bytes:
    """A mark that changes when an installed module is replaced by another; the module is not imported."""
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(module)
    seen = Path(spec.origin).stat()
    return f"{spec.origin} {seen.st_size} {seen.st_mtime_ns}".encode()


def own_code() -> Iterable[bytes]:
    """Every module of this package, as written."""
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        yield file.read_bytes()


def _read(file: Path) -> list[Any] | None:
    try:
        written = file.read_bytes()
    except OSError:
        # None kept yet: made anew by whoever asks.
        return None
    body = written[_SUM:]
    if hashlib.sha256(body).digest() != written[:_SUM]:
        # Half a file, or another's: never decoded.
        return None
    return [marshal.loads(body)]  # noqa: S302 - what this module wrote where Python keeps its own byte code


def _keep(file: Path, name: str, body: bytes) -> None:
    part = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(exist_ok=True)
        for older in file.parent.glob(f"{name}-*"):
            older.unlink(missing_ok=True)
        part.write_bytes(hashlib.sha256(body).digest() + body)
        part.replace(file)
    except OSError:
        # Not lost: it is made again at the next start. A package may well be installed read-only.
        return
