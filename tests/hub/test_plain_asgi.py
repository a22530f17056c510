"""Where a connection cannot be taken over, the same hub serves it over plain ASGI messages."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse

from bench.seed import seed
from server.app import House
from tests.hub.house import settings_for


@pytest.fixture
def people(empty_sqlite_url: str, tmp_path: Path) -> list[tuple[str, str]]:
    seed(empty_sqlite_url, 1, 2, tmp_path / "people")
    return [(line.split("\t")[0], line.split("\t")[1]) for line in (tmp_path / "people").read_text().splitlines()]


def answer(socket: Any, command: dict[str, Any], events: list[dict[str, Any]]) -> Any:
    """The reply to a command; what comes before it is kept."""
    socket.send_json(command)
    while (message := socket.receive_json())["type"] != "reply":
        events.append(message)
    return message


def test_two_people_talk_over_plain_asgi(empty_sqlite_url: str, tmp_path: Path, people: list[tuple[str, str]]) -> None:
    house = House(settings_for(empty_sqlite_url, tmp_path))
    room = people[0][1]
    kuusi, meri = [{"cookie": cookie} for cookie, _ in people]
    post = {
        "type": "message.post",
        "id": "2",
        "room": room,
        "client_id": str(uuid4()),
        "insisted": True,
        "text": "It was a long week.",
    }
    with TestClient(house.app, base_url=house.settings.public_url) as client:
        with (
            client.websocket_connect("/socket", subprotocols=["sohva.v1"], headers=kuusi) as one,
            client.websocket_connect("/socket", subprotocols=["sohva.v1"], headers=meri) as other,
        ):
            events: list[dict[str, Any]] = []
            for socket in (one, other):
                assert socket.receive_json()["type"] == "hello"
                assert answer(socket, {"type": "room.follow", "id": "1", "room": room}, events)["ok"]
            assert answer(one, post, events)["result"]["seq"] == 1
            while (event := other.receive_json())["type"] != "message.posted":
                events.append(event)
            assert event["message"]["text"] == post["text"]
            one.send_text("not json")
            while (refused := one.receive_json())["type"] != "reply":
                events.append(refused)
            assert refused["error"]["code"] == "bad_request"


def test_strangers_are_refused_over_plain_asgi(empty_sqlite_url: str, tmp_path: Path) -> None:
    house = House(settings_for(empty_sqlite_url, tmp_path))
    with TestClient(house.app, base_url=house.settings.public_url) as client:
        with pytest.raises(WebSocketDenialResponse) as refused:
            with client.websocket_connect("/socket", subprotocols=["sohva.v1"]):
                pass
    assert refused.value.status_code == 401
