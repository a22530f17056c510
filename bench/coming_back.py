"""A server killed under everybody, started again, and everybody coming back at once."""

from __future__ import annotations

import json
import subprocess

from bench import loading, servers
from bench.loading import Result


def come_back(rooms: int, people: int) -> Result:
    """Kills our server while messages flow, and gives the generator's account of the return."""
    with servers.place(rooms, people) as ours:
        process = ours.start()
        given = {"people": ours.people, "connections": rooms * people, "senders": 1, "rate": 200, "comeback": 1}
        words = loading.command(ours.port, process.pid, **given, warmup=0.5, seconds=2)
        generator = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert generator.stdin is not None
        assert generator.stdout is not None
        try:
            assert json.loads(generator.stdout.readline())["kill"]
            servers.end(process)
            process = ours.start()
            generator.stdin.write(f"{process.pid}\n")
            generator.stdin.flush()
            result: Result = json.loads(generator.stdout.readline())
        finally:
            generator.kill()
            generator.wait()
            servers.end(process)
    return result
