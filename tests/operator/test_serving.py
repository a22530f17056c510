"""The server as operators run it: a process, with commands beside it, that tells nothing of what people type."""

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.harness import processes
from tests.harness.member import Member
from tests.harness.server_process import ServerProcess, StartServer

pytestmark = pytest.mark.timeout(240)  # every process imports everything anew

CANARY = "kanarialintu"
ADDRESS = "203.0.113.77"
PASSWORD = f"{CANARY} laulaa aamulla"


class Person:
    """Somebody's browser, as far as HTTP goes."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = ""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        try:
            connection.request(method, path, content, {"Content-Type": "application/json", **self._own(), **headers})
            answer = connection.getresponse()
            given = [value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
            self.cookie = "; ".join(given) or self.cookie
            raw = answer.read()
        finally:
            connection.close()
        return answer.status, json.loads(raw) if raw.startswith(b"{") else raw

    def _own(self) -> dict[str, str]:
        return {"Cookie": self.cookie} if self.cookie else {}

    def enter(self, link: str, name: str) -> Any:
        body = {"secret": link.partition("#")[2].strip(), "pseudonym": name, "password": PASSWORD}
        status, result = self.ask("POST", "/api/invitations/redeem", body)
        assert status == 201, result
        return result


def log_of(server: ServerProcess) -> list[dict[str, Any]]:
    return [json.loads(line) for line in server.output.read_text().splitlines()]


def test_commands_reach_the_running_server(start_server: StartServer) -> None:
    server = start_server()
    organiser = Person(server.port)
    organiser.enter(server.command("organiser", "invite"), "Aino")
    room = {"name": "Tuesday circle", "purpose": "To try", "language": "en"}
    assert organiser.ask("POST", "/api/rooms", room)[0] == 201
    assert "Tuesday circle" in server.command("room", "list")


def test_a_second_server_on_the_same_file_says_why_it_does_not_start(start_server: StartServer) -> None:
    server = start_server()
    second = ServerProcess(server.data, {})
    second.output = server.data.with_suffix(".second")
    with pytest.raises(processes.NotStarted, match="another process already serves"):
        second.start()
    assert second.process.returncode == 3
    assert server.is_ready()


def test_a_port_that_is_taken_is_told(start_server: StartServer, tmp_path: Path) -> None:
    server = start_server()
    second = ServerProcess(tmp_path / "elsewhere", {"PORT": str(server.port)})
    second.port = processes.free_port()
    with pytest.raises(processes.NotStarted, match="address already in use"):
        second.start()


def test_a_killed_server_leaves_nothing_in_the_way_of_the_next(start_server: StartServer) -> None:
    server = start_server()
    server.kill()
    assert server.data.joinpath("sohva.db.control").exists()
    server.start()
    assert "/join#" in server.command("organiser", "invite")


def test_a_backup_of_a_running_server_restores_elsewhere(start_server: StartServer, tmp_path: Path) -> None:
    server = start_server()
    Person(server.port).enter(server.command("organiser", "invite"), "Aino")
    server.command("backup", str(tmp_path / "b"), "--with-key")
    with pytest.raises(subprocess.CalledProcessError):
        server.command("restore", str(tmp_path / "b"))
    other = ServerProcess(tmp_path / "other", {})
    assert "Everybody signs in anew" in other.command("restore", str(tmp_path / "b"))
    try:
        other.start()
        sign_in = {"pseudonym": "Aino", "password": PASSWORD}
        assert Person(other.port).ask("POST", "/api/logins", sign_in)[0] == 201
    finally:
        other.kill()


@pytest.fixture
def try_out(tmp_path: Path) -> Iterator[ServerProcess]:
    server = ServerProcess(tmp_path / "try-out", {})
    server.process = server._begin("try-out")
    yield server
    server.kill()


def test_try_out_prints_links_that_let_people_in(try_out: ServerProcess) -> None:
    processes.wait_until(lambda: "Ctrl+C" in try_out.output.read_text(), try_out.process, try_out.output)
    links = dict(re.findall(r"^  (\S.*?)  +(http\S+)$", try_out.output.read_text(), re.MULTILINE))
    assert list(links) == ["participant", "another participant", "facilitator", "organiser"]
    assert {link.partition("#")[0] for link in links.values()} == {f"{try_out.url}/join"}
    entered = Person(try_out.port).enter(links["participant"], "Veikko")
    assert entered["room"]["name"] == "Tuesday circle"
    assert "Toivo (made-up)" in try_out.get("/")[1]
    assert (
        Person(try_out.port).ask(
            "POST",
            "/api/invitations/redeem",
            {
                "secret": links["participant"].partition("#")[2],
                "pseudonym": "Lauri",
                "password": PASSWORD,
            },
        )[0]
        == 404
    )


def test_try_out_ends_with_ctrl_c(try_out: ServerProcess) -> None:
    processes.wait_until(lambda: "Ctrl+C" in try_out.output.read_text(), try_out.process, try_out.output)
    os.kill(try_out.process.pid, signal.SIGINT)
    try_out.process.wait(10)
    assert "Traceback" not in try_out.output.read_text()


def test_several_processes_serve_one_address(start_server, postgres_url: str, valkey_url: str) -> None:
    settings = {"DATABASE_URL": postgres_url, "REDIS_URL": valkey_url, "WEB_CONCURRENCY": "2"}
    server = start_server(**settings)
    wait_for(lambda: started(server) == 2, server)  # one that is killed while it starts is another matter
    first, second = begun(server)
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: started(server) == 3, server)
    assert server.is_ready()
    assert server.stop() == 0
    for process in [second, begun(server)[2]]:
        wait_for(lambda process=process: not Path(f"/proc/{process}").exists(), server)


def begun(server: ServerProcess) -> list[int]:
    """The processes that have begun to start, in that order."""
    return [int(number) for number in re.findall(r"Started server process \[(\d+)\]", server.output.read_text())]


def started(server: ServerProcess) -> int:
    """How many have done so."""
    return server.output.read_text().count("Application startup complete")


def wait_for(condition, server: ServerProcess) -> None:
    patience = time.monotonic() + 90  # on one core that a dozen others use, a process takes half a minute to start
    while not condition():
        assert time.monotonic() < patience, server.output.read_text()
        time.sleep(0.05)


async def test_what_people_type_is_in_no_log_and_no_figure(start_server: StartServer, tmp_path: Path) -> None:
    server = start_server(SOHVA_LOG_LEVEL="debug")
    organiser = Person(server.port)
    organiser.enter(server.command("organiser", "invite"), f"{CANARY.title()}")
    room = {"name": CANARY, "purpose": CANARY, "language": "en", "joins_by": "application"}
    line = {"area": CANARY, "name": CANARY, "number": "112", "hours": CANARY}
    form = {"name": CANARY, "languages": ["en"], "default_language": "en", "help": {"en": [line]}}
    assert organiser.ask("PUT", "/api/organisation", form)[0] == 200
    status, card = organiser.ask("POST", "/api/rooms", room)
    assert status == 201
    invitation = organiser.ask("POST", f"/api/rooms/{card['id']}/invitations", {"role": "facilitator"})[1]
    person = Person(server.port)
    person.enter(invitation["path"], f"{CANARY.title()}nen")
    mistype(person, card["id"])
    present = await open_as(organiser, person, card["id"], server.url)
    await talk(server, person, card["id"])
    figures = server.get("/metrics")[1]
    await present.close()
    server.stop()
    told = server.output.read_text()
    assert log_of(server)
    assert "sohva_refusals_total" in figures
    for word in (CANARY, ADDRESS, person.cookie.partition("=")[2].partition(";")[0], invitation["path"][6:]):
        assert word.lower() not in told.lower()
        assert word.lower() not in figures.lower()
    stored = b"".join(path.read_bytes() for path in server.data.glob("sohva.db*") if path.is_file())
    assert f"{CANARY} puhuu".encode() not in stored


async def open_as(organiser: Person, person: Person, room: str, url: str) -> Member:
    """The organiser has somebody trained, who comes into the room, goes on duty and opens it."""
    (found,) = organiser.ask("GET", f"/api/rooms/{room}/people")[1]["people"]
    training = {"participation": found["participation"], "kind": "facilitator", "valid_until": "2099-01-01T00:00:00Z"}
    assert organiser.ask("POST", "/api/trainings", training)[0] == 201
    member = await Member.connect(url, person.cookie.partition(";")[0])
    await member.follow(room)
    assert person.ask("POST", f"/api/rooms/{room}/duty", {})[0] == 204
    assert person.ask("POST", f"/api/rooms/{room}/open", {})[0] == 200
    return member


def mistype(person: Person, room: str) -> None:
    """Every kind of wrong thing that somebody can send over HTTP."""
    bodies = [
        {"pseudonym": CANARY, "password": CANARY},
        {CANARY: CANARY},
        {"pseudonym": [CANARY], "password": {CANARY: 1}},
        f'{{"pseudonym": "{CANARY}'.encode(),
        f'{{"pseudonym": "{CANARY}\\u0000"}}'.encode(),
        f"{CANARY}\xff".encode("latin-1"),
        [CANARY],
    ]
    paths = [
        ("POST", "/api/logins"),
        ("POST", "/api/invitations/redeem"),
        ("PUT", "/api/organisation"),
        ("POST", f"/api/rooms/{room}/applications"),
        ("PATCH", f"/api/rooms/{CANARY}"),
        ("POST", f"/api/{CANARY}"),
    ]
    for method, path in paths:
        for body in bodies:
            status, _ = person.ask(method, path, body, **{"X-Forwarded-For": ADDRESS, "User-Agent": CANARY})
            assert 400 <= status < 500
    for path in (f"/{CANARY}", f"/?lang={CANARY}", f"/static/{CANARY}.js", f"/api/rooms?{CANARY}={CANARY}"):
        assert person.ask("GET", path, **{"X-Forwarded-For": ADDRESS, "Referer": CANARY})[0] < 500
    assert person.ask("POST", "/api/rooms", {}, Origin=f"https://{CANARY}.example")[0] == 403


async def talk(server: ServerProcess, person: Person, room: str) -> None:
    """Something said, and every kind of wrong frame, each on a socket of its own since some end it."""
    said = {
        "type": "message.post",
        "id": "1",
        "room": room,
        "client_id": "0b8d6f0e-0000-4000-8000-000000000001",
        "text": f"{CANARY} puhuu",
    }
    frames: list[str | bytes] = [
        json.dumps(said),
        json.dumps(said | {"text": f"{CANARY}" * 1000}),
        json.dumps(said | {"text": [CANARY]}),
        json.dumps(said | {CANARY: 1}),
        json.dumps({"type": CANARY, "id": CANARY}),
        json.dumps(said | {"text": CANARY + "\ud800"}),
        f"{CANARY}{{",
        CANARY.encode(),
    ]
    headers = {"Cookie": person.cookie, "X-Forwarded-For": ADDRESS, "User-Agent": CANARY}
    address = f"ws://127.0.0.1:{server.port}/socket?{CANARY}={CANARY}"
    for frame in frames:
        options = {"subprotocols": ["sohva.v1"], "origin": server.url, "additional_headers": headers, "proxy": None}
        async with connect(address, user_agent_header=None, **options) as socket:
            await socket.recv()
            await socket.send(frame)
            with suppress(ConnectionClosed):
                assert json.loads(await socket.recv())["type"] == "reply"
