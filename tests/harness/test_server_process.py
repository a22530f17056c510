"""The server of the tests is the one that operators run, and can be killed and started again."""

import signal

from tests.harness.server_process import StartServer


def test_server_serves_again_at_the_same_address_after_a_kill(start_server: StartServer) -> None:
    server = start_server()
    server.kill()
    assert not server.is_ready()
    server.start()
    assert server.get("/healthz")[0] == 200


def test_server_ends_by_itself_when_asked(start_server: StartServer) -> None:
    assert start_server().stop() in (0, -signal.SIGTERM)


def test_two_servers_keep_apart(start_server: StartServer) -> None:
    first, second = start_server(), start_server()
    assert first.port != second.port
    assert first.data != second.data


def test_server_serves_from_postgres_and_valkey(start_server: StartServer, postgres_url: str, valkey_url: str) -> None:
    server = start_server(DATABASE_URL=postgres_url, REDIS_URL=valkey_url)
    assert server.is_ready()


def test_commands_run_on_the_same_data(start_server: StartServer) -> None:
    assert start_server().command("room", "list") is not None
