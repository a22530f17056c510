"""`sohva log verify` and `sohva role`: on a place where a server has been, and while one runs."""

import sqlite3
import subprocess
import time
from contextlib import closing

import pytest

from tests.faults.asking import ask
from tests.harness.server_process import ServerProcess, StartServer

ORGANISER = {"pseudonym": "Radu", "password": "nine grey stones in the river", "language": "en"}


def anchored(server: ServerProcess) -> None:
    """The log has a line, and the clock has anchored it."""
    secret = server.command("organiser", "invite").strip().partition("#")[2]
    assert ask(server.port, "POST", "/api/invitations/redeem", body={"secret": secret, **ORGANISER}) == 201
    assert server.command("role", "give", "Radu", "reviewer") == "organiser, reviewer\n"
    until = time.monotonic() + 20
    while not (server.data / "actions.anchors").exists() and time.monotonic() < until:
        time.sleep(0.1)


@pytest.mark.timeout(300)
def test_log_of_a_running_server_is_whole_until_somebody_edits_it(start_server: StartServer) -> None:
    server = start_server()
    assert "0 lines, 0 of them anchored: as written" in server.command("log", "verify")
    anchored(server)
    assert "anchored: as written" in server.command("log", "verify")
    assert server.command("role", "take", "Radu", "reviewer") == "organiser\n"
    server.stop()
    with closing(sqlite3.connect(server.data / "sohva.db")) as database:
        database.execute("UPDATE action SET kind = 'case.seen' WHERE n = 2")
        database.commit()
    with pytest.raises(subprocess.CalledProcessError) as ended:
        server.command("log", "verify")
    assert ended.value.returncode == 1
    assert "line 2 is not as it was written" in ended.value.output


def test_nobody_of_that_name_gets_no_role_and_nobody_one_that_there_is_not(run) -> None:
    given = run("role", "give", "Nobody", "moderator")
    assert (given.exit_code, given.stderr) == (1, "refused: not_found\n")
    assert run("role", "give", "Nobody", "emperor").exit_code == 2
