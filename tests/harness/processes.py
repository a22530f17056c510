"""Starting and ending the real programs that tests talk to."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import monotonic, sleep

LAUNCHER = Path(__file__).with_name("die_with_parent.py")


class NotStarted(Exception):
    """A program ended, or stayed silent, before it was ready; the message holds the end of its output."""


def free_port() -> int:
    """A TCP port on the loopback address that nobody listens on now. Somebody else may take it first: try again."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody takes connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def short_folder(name: str) -> Path:
    """A new folder with a short path, since unix sockets allow 108 bytes; named after this process, so that a later
    run can tell what a killed one left behind, and clears it."""
    root = Path(tempfile.gettempdir())
    for old in root.glob(f"sohva-{name}-*"):
        if not Path("/proc", old.name.split("-")[-2]).exists():
            shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"sohva-{name}-{os.getpid()}-", dir=root))


def start(
    command: Sequence[str | Path | int],
    output: Path,
    *,
    user: tuple[int, int] = (-1, -1),
    dies_by: signal.Signals = signal.SIGKILL,
    environment: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program whose output goes to a file and which gets `dies_by` when this process ends in any way."""
    launch = [sys.executable, "-S", "-E", LAUNCHER, os.getpid(), int(dies_by), *user, *command]
    with output.open("ab") as sink:
        return subprocess.Popen(
            [str(word) for word in launch],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env=None if environment is None else dict(environment),
            cwd="/" if user[0] >= 0 else None,
        )


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], output: Path, seconds: float = 90) -> None:
    """Ask `ready` every 20 ms; raise NotStarted with the program's last words if it ends or stays unready."""
    until = monotonic() + seconds
    while not ready():
        if process.poll() is not None or monotonic() > until:
            words = output.read_text(errors="replace")[-2000:] if output.exists() else ""
            state = "still starting" if process.returncode is None else f"exit {process.returncode}"
            stop(process, signal.SIGKILL)
            raise NotStarted(f"{process.args[8] if isinstance(process.args, list) else ''} ({state}): {words}")
        sleep(0.02)


def stop(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM, seconds: float = 10) -> int:
    """End a program, by force if it will not go; returns its exit code (negative: the signal)."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return process.returncode
