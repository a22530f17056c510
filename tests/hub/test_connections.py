"""The hub over real sockets: who is let in, what they hear, and what happens to those who break the rules."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import websockets
from websockets.exceptions import ConnectionClosed, InvalidStatus

from server.protocol.closing import Close
from tests.harness.member import Member, Refused
from tests.hub.house import Served, serve_house


@pytest.fixture
async def served(empty_sqlite_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    async with serve_house(empty_sqlite_url, tmp_path, rooms=2, people=3) as served:
        yield served


async def test_what_one_says_everybody_in_the_room_hears_in_order(served: Served) -> None:
    kuusi, meri, elsewhere = [await served.enter(number) for number in (0, 1, 3)]
    room = served.room(0)
    for member in (kuusi, meri):
        assert (await member.follow(room))["head"] == 0
    await elsewhere.follow(served.room(3))
    for number in range(20):
        assert (await kuusi.say(room, f"word {number} of a long evening"))["seq"] == number + 1
    await meri.until(lambda: len(meri.seqs(room)) == 20)
    assert meri.seqs(room) == kuusi.seqs(room) == list(range(1, 21))
    assert [event["message"]["text"] for event in meri.log[room]][:2] == [f"word {n} of a long evening" for n in (0, 1)]
    assert elsewhere.log == {}


async def test_reply_and_event_reach_the_author_in_one_write(served: Served) -> None:
    kuusi = await served.enter(0)
    await kuusi.follow(served.room(0))
    await kuusi.say(served.room(0), "one")
    await kuusi.until(lambda: bool(kuusi.log))
    names = [json.loads(text)["type"] for text in kuusi.raw]
    assert {"reply", "message.posted"} == set(names[-2:])


async def test_resume_brings_exactly_what_was_missed(served: Served) -> None:
    kuusi, meri = await served.enter(0), await served.enter(1)
    room = served.room(0)
    await kuusi.follow(room)
    await meri.follow(room)
    await kuusi.say(room, "before the tunnel")
    await meri.until(lambda: meri.seqs(room) == [1])
    await meri.close()
    for number in range(700):  # more than the ring holds
        await kuusi.say(room, f"in the tunnel {number}")
    back = await served.enter(1)
    assert (await back.ask("room.resume", room=room, after=1))["head"] == 701
    await back.until(lambda: len(back.seqs(room)) == 700)
    assert back.seqs(room) == list(range(2, 702))


async def test_coming_back_from_the_future_is_refused(served: Served) -> None:
    kuusi = await served.enter(0)
    with pytest.raises(Refused, match="history_changed"):
        await kuusi.ask("room.resume", room=served.room(0), after=5)


async def test_numbers_of_another_history_are_refused_however_low_they_are(served: Served) -> None:
    kuusi = await served.enter(0)
    room = served.room(0)
    assert (await kuusi.ask("room.resume", room=room, after=0, history=kuusi.hello["history"]))["head"] == 0
    with pytest.raises(Refused, match="history_changed"):
        await kuusi.ask("room.resume", room=room, after=0, history="5d0k2v9s7c3m8xq1hj4ztb6wnf")


async def test_pages_lead_back_to_the_beginning(served: Served) -> None:
    kuusi = await served.enter(0)
    room = served.room(0)
    await kuusi.follow(room)
    for number in range(7):
        await kuusi.say(room, f"line {number}")
    page = await kuusi.ask("room.page", room=room, before=6, limit=3)
    assert [event["seq"] for event in page["events"]] == [3, 4, 5]
    assert page["has_more"]
    page = await kuusi.ask("room.page", room=room, before=3, limit=3)
    assert [event["seq"] for event in page["events"]] == [1, 2]
    assert not page["has_more"]


async def test_rooms_of_others_and_rooms_that_do_not_exist_answer_alike(served: Served) -> None:
    kuusi = await served.enter(0)
    refusals = []
    for room in (served.room(3), "0" * 26):
        for command in ("room.follow", "room.resume", "room.page", "message.post"):
            more: dict[str, Any] = {
                "room.resume": {"after": 0},
                "room.page": {"before": 9},
                "message.post": {"client_id": str(uuid4()), "text": "hello"},
            }.get(command, {})
            with pytest.raises(Refused) as refused:
                await kuusi.ask(command, room=room, **more)
            refusals.append(json.dumps(refused.value.error))
    assert set(refusals[:4]) == set(refusals[4:])
    assert {json.loads(refusal)["code"] for refusal in refusals} == {"not_in_room"}


async def test_presence_comes_and_goes_with_the_last_window(served: Served) -> None:
    kuusi = await served.enter(0)
    room = served.room(0)
    await kuusi.follow(room)
    one, other = await served.enter(1), await served.enter(1)
    meri = (await one.follow(room))["you"]["participation"]
    await other.follow(room)
    await kuusi.until(lambda: any(e.get("participation") == meri and e["is_present"] for e in kuusi.passing))
    await one.close()
    await asyncio.sleep(0.5)
    assert not any(e.get("participation") == meri and not e["is_present"] for e in kuusi.passing)
    await other.close()
    await kuusi.until(lambda: any(e.get("participation") == meri and not e["is_present"] for e in kuusi.passing))


BROKEN: list[tuple[str, str]] = [
    ("not json", "bad_request"),
    ("[]", "unknown_command"),
    ("{}", "unknown_command"),
    ('{"type":"message.shout","id":"1"}', "unknown_command"),
    ('{"type":"room.follow"}', "bad_request"),
    ('{"type":"room.follow","id":"1"}', "bad_request"),
    ('{"type":"room.follow","id":1,"room":"x"}', "bad_request"),
    ('{"type":"room.follow","id":"1","room":7}', "bad_request"),
    ('{"type":"room.follow","id":"1","room":"x","more":1}', "bad_request"),
    ('{"type":"room.follow","id":"","room":"x"}', "bad_request"),
    ('{"type":"room.page","id":"1","room":"x","before":-1}', "bad_request"),
    ('{"type":"room.page","id":"1","room":"x","before":1,"limit":101}', "bad_request"),
    ('{"type":"room.page","id":"1","room":"x","before":NaN}', "bad_request"),
    ('{"type":"room.follow","id":"1","room":"\\u0000"}', "text_unusable"),
    ('{"type":"room.follow","id":"1","room":"\\ud800"}', "bad_request"),
    ('{"type":' * 2000, "bad_request"),
    ("[" * 20000, "unknown_command"),
]


@pytest.mark.parametrize(("text", "code"), BROKEN, ids=range(len(BROKEN)))
async def test_broken_command_is_refused_and_the_connection_lives(served: Served, text: str, code: str) -> None:
    kuusi = await served.enter(0)
    await kuusi.socket.send(text)
    await kuusi.until(lambda: any('"ok":false' in raw for raw in kuusi.raw))
    reply = json.loads(next(raw for raw in kuusi.raw if '"ok":false' in raw))
    assert reply["error"]["code"] == code
    assert (await kuusi.follow(served.room(0)))["head"] == 0


async def test_refusal_names_the_field_and_never_what_was_in_it(served: Served) -> None:
    kuusi = await served.enter(0)
    with pytest.raises(Refused) as refused:
        await kuusi.ask("message.post", room=served.room(0), client_id=str(uuid4()), text=["a secret of mine"])
    assert refused.value.error["details"] == {"fields": ["text"]}
    assert "secret" not in json.dumps(refused.value.error)


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Cookie": ""}, 401), ({"Cookie": "sohva=made-up"}, 401), ({"Origin": "https://elsewhere.example"}, 403)],
)
async def test_strangers_and_foreign_pages_are_refused_before_the_handshake(
    served: Served, headers: dict[str, str], status: int
) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await Member.connect(served.url, served.people[0][0], headers=headers)
    assert refused.value.response.status_code == status


async def test_other_subprotocol_is_refused(served: Served) -> None:
    address = served.url.replace("http", "ws", 1) + "/socket"
    with pytest.raises(InvalidStatus) as refused:
        await websockets.connect(address, additional_headers={"Cookie": served.people[0][0]}, proxy=None)
    assert refused.value.response.status_code == 422


async def test_sixth_window_of_one_person_is_refused(empty_sqlite_url: str, tmp_path: Path) -> None:
    async with serve_house(empty_sqlite_url, tmp_path, sockets_per_account=5) as served:
        windows = [await served.enter(0) for _ in range(5)]
        with pytest.raises(InvalidStatus) as refused:
            await served.enter(0)
        assert refused.value.response.status_code == 429
        await windows[0].close()
        await asyncio.sleep(0.05)
        await served.enter(0)


async def test_flood_of_commands_is_slowed_and_then_ended(empty_sqlite_url: str, tmp_path: Path) -> None:
    async with serve_house(empty_sqlite_url, tmp_path, command_rate=1, command_burst=5) as served:
        kuusi = await served.enter(0)
        codes = []
        with pytest.raises(ConnectionClosed) as closed:
            for _ in range(300):
                try:
                    await kuusi.follow(served.room(0))
                except Refused as refused:
                    codes.append(refused.code)
                    assert refused.error["retry_after"] > 0
        assert set(codes) == {"too_fast"}
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == Close.TOO_MANY_COMMANDS


async def test_restart_sends_everybody_away_with_a_delay_of_their_own(empty_sqlite_url: str, tmp_path: Path) -> None:
    async with serve_house(empty_sqlite_url, tmp_path, people=20) as served:
        members = [await served.enter(number) for number in range(20)]
    delays = []
    for member in members:
        with pytest.raises(ConnectionClosed) as closed:
            await member.until(lambda: False)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == Close.RESTART
        delays.append(int(closed.value.rcvd.reason.removeprefix("retry=")))
    assert len(set(delays)) > 10


@pytest.mark.parametrize("noise", ["not json", '{"type":"message.shout","id":"1"}', '{"type":"room.follow","id":"1"}'])
async def test_flood_of_what_is_no_command_is_ended_like_a_flood_of_commands(
    empty_sqlite_url: str, tmp_path: Path, noise: str
) -> None:
    async with serve_house(empty_sqlite_url, tmp_path, command_rate=1, command_burst=5) as served:
        kuusi = await served.enter(0)
        with pytest.raises(ConnectionClosed):
            for _ in range(2_000):
                await kuusi.socket.send(noise)
                await asyncio.sleep(0)
        await kuusi.until(lambda: kuusi.closed is not None)
        assert kuusi.closed is not None
        assert kuusi.closed.rcvd is not None
        assert kuusi.closed.rcvd.code == Close.TOO_MANY_COMMANDS


@pytest.mark.parametrize("kind", ["ping", "pong"])
async def test_flood_of_pings_or_pongs_is_ended_and_a_few_are_answered(
    empty_sqlite_url: str, tmp_path: Path, kind: str
) -> None:
    async with serve_house(empty_sqlite_url, tmp_path, command_rate=1, command_burst=20) as served:
        kuusi = await served.enter(0)
        await asyncio.wait_for(await kuusi.socket.ping(), 5)
        with pytest.raises(ConnectionClosed):
            for number in range(5_000):
                await getattr(kuusi.socket, kind)(str(number))
                await asyncio.sleep(0)
