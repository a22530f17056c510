"""What people live through in a room, over real sockets."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest

from tests.flows.stage import Stage, link, newcomer, open_room, open_stage
from tests.harness.member import Member, Refused


async def test_newcomer_finds_nothing_from_before_by_any_way_in(stage: Stage) -> None:
    """S14, with a hand-made client: first page, older pages, resume with an old number, answers to old messages.

    At whatever door: also at that of the staff, whose process has all of it in memory."""
    radu = await stage.organiser()
    room = await open_room(radu)
    aino = await (await newcomer(stage, radu, room, "Aino", "facilitator")).connect()
    await aino.follow(room)
    old = [await aino.say(room, f"old word {number}, long before") for number in range(60)]
    meri_at = await newcomer(stage, radu, room, "Meri")
    meri = await meri_at.connect()
    followed = await meri.follow(room)
    line = followed["you"]["joined_seq"]
    assert line == followed["head"] - 1 == old[-1]["seq"]
    assert [event["seq"] for event in followed["events"]] == [line + 1]
    assert not followed["has_more"]
    there = await stage.returning(meri_at).connect()
    for member in (meri, there):
        await look_back(member, room, line)
        for command in ({"reply_to": old[0]["message"]}, {"reply_to": "0" * 26}):
            with pytest.raises(Refused, match="message_unknown"):
                await member.say(room, "About that", **command)
    await meri.say(room, "Hello, I am new here")
    for member in (meri, there):
        await member.until(lambda member=member: line + 2 in member.seqs(room))  # type: ignore[misc]
        assert min(member.seqs(room)) > line
        assert "old word" not in str(member.raw)


async def look_back(member: Member, room: str, line: int) -> None:
    """Asks for what was before a line, in all the ways there are."""
    for before in (line + 2, line + 1, line, 5, 1):
        page = await member.ask("room.page", room=room, before=before, limit=100)
        assert all(event["seq"] > line for event in page["events"])
        assert not page["has_more"]
    for after in (0, 1, line - 1, line):
        await member.ask("room.resume", room=room, after=after)


async def test_tunnel_leaves_no_gap_no_double_and_nothing_that_was_taken_back(
    database_url: str, tmp_path: Path
) -> None:
    """S15: forty messages, two of them removed meanwhile, a retry of one's own, and a restart in the middle."""
    async with open_stage(database_url, tmp_path) as stage:
        radu = await stage.organiser()
        room = await open_room(radu)
        aino_at, lumi_at = (
            await newcomer(stage, radu, room, "Aino", "facilitator"),
            await newcomer(stage, radu, room, "Lumi"),
        )
        aino, lumi = await aino_at.connect(), await lumi_at.connect()
        await aino.follow(room)
        head = (await lumi.follow(room))["head"]
        client_id = str(uuid4())
        mine = await lumi.say(room, "I am going into a tunnel", client_id=client_id)
        await lumi.until(lambda: lumi.seqs(room) == [mine["seq"]])
        await lumi.close()
        said = [await aino.say(room, f"meanwhile {number} of many") for number in range(40)]
        for one in (said[7], said[21]):
            await aino.ask("message.remove", room=room, message=one["message"])
        back = await lumi_at.connect()
        assert await back.say(room, "I am going into a tunnel", client_id=client_id) == mine
        await back.ask("room.resume", room=room, after=head + 1)
        await back.until(lambda: len(back.seqs(room)) == 42)
        _is_whole(back.log[room], head + 2, str(back.raw))
    async with open_stage(database_url, tmp_path, port=stage.house.settings.port) as stage:
        again = await stage.returning(lumi_at).connect()
        await again.ask("room.resume", room=room, after=head + 1)
        await again.until(lambda: len(again.seqs(room)) == 42)
        _is_whole(again.log[room], head + 2, str(again.raw))
        assert again.log[room] == back.log[room]


def _is_whole(log: list[dict[str, object]], first: int, raw: str) -> None:
    assert [event["seq"] for event in log] == list(range(first, first + 42))
    texts = [event["message"]["text"] for event in log if event["type"] == "message.posted"]  # type: ignore[index]
    shown = [text for text in texts if text is not None]
    assert shown == [f"meanwhile {number} of many" for number in range(40) if number not in (7, 21)]
    assert not [number for number in (7, 21) if f"meanwhile {number} of" in raw]


async def test_ended_participation_hears_nothing_more(stage: Stage) -> None:
    radu = await stage.organiser()
    room = await open_room(radu)
    aino = await (await newcomer(stage, radu, room, "Aino", "facilitator")).connect()
    meri = await (await newcomer(stage, radu, room, "Meri")).connect()
    await aino.follow(room)
    you = (await meri.follow(room))["you"]["participation"]
    await radu.ask("POST", f"/api/participations/{you}/end", {}, status=204)
    await aino.say(room, "She has left us")
    await asyncio.sleep(0.3)
    assert "She has left us" not in str(meri.raw)
    for command in ("room.follow", "message.post"):
        more = {"client_id": str(uuid4()), "text": "Hello?"} if command == "message.post" else {}
        with pytest.raises(Refused, match="not_in_room"):
            await meri.ask(command, room=room, **more)


async def test_ended_participation_hears_nothing_more_even_if_it_was_just_coming_in(stage: Stage) -> None:
    """A follow that was read before the end and would begin after it."""
    radu = await stage.organiser()
    room = await open_room(radu)
    aino = await (await newcomer(stage, radu, room, "Aino", "facilitator")).connect()
    await aino.follow(room)
    for turn in range(10):
        person = await newcomer(stage, radu, room, f"Guest {'abcdefghij'[turn]}")
        meri = await person.connect()
        coming = [asyncio.create_task(meri.ask("room.follow", room=room)) for _ in range(8)]
        await asyncio.sleep(turn * 0.001)
        await person.ask("POST", f"/api/rooms/{room}/leave", {}, status=204)
        await asyncio.gather(*coming, return_exceptions=True)
        said = f"turn {turn} is over"
        await aino.say(room, said)
        await asyncio.sleep(0.1)
        assert said not in str(meri.raw)


async def test_nothing_a_room_tells_links_one_person_in_two_rooms(stage: Stage) -> None:
    """P40: two rooms, two names, and no third thing that both have."""
    radu = await stage.organiser()
    first, second = await open_room(radu), await open_room(radu, "Elsewhere")
    meri_at = await newcomer(stage, radu, first, "Meri")
    body = {"secret": await link(radu, second), "display_name": "Laine"}
    await meri_at.ask("POST", "/api/invitations/redeem", body, status=201)
    meri = await meri_at.connect()
    heard = []
    for room, name in ((first, "Kuusi"), (second, "Tammi")):
        onlooker = await (await newcomer(stage, radu, room, name)).connect()
        await onlooker.follow(room)
        await meri.follow(room)
        posted = await meri.say(room, "Good evening")
        await onlooker.until(lambda onlooker=onlooker, room=room: len(onlooker.seqs(room)) >= 1)  # type: ignore[misc]
        await meri.ask("reaction.set", room=room, message=posted["message"], kind="heart", is_on=True)
        await onlooker.until(lambda onlooker=onlooker, room=room: len(onlooker.seqs(room)) >= 2)  # type: ignore[misc]
        heard.append(str(onlooker.raw[1:]))  # the first is the server's hello, the same for everybody
    ids = [{word for word in _words(one) if len(word) == 26} for one in heard]
    assert all(ids)
    assert ids[0] & ids[1] == set()
    assert ("Meri" in heard[0], "Laine" in heard[0], "Meri" in heard[1]) == (True, False, False)


def _words(raw: str) -> set[str]:
    return set("".join(letter if letter.isalnum() else " " for letter in raw).split())


async def test_ended_login_keeps_no_connection_even_one_that_was_just_opening(stage: Stage) -> None:
    """A handshake that was let in before the login ended and opens after it."""
    radu = await stage.organiser()
    room = await open_room(radu, capacity=20)
    aino = await (await newcomer(stage, radu, room, "Aino", "facilitator")).connect()
    await aino.follow(room)
    for turn in range(8):
        person = await newcomer(stage, radu, room, f"Guest {'abcdefgh'[turn]}")
        opening = [asyncio.create_task(person.connect()) for _ in range(5)]
        await asyncio.sleep(turn * 0.002)
        await person.ask("DELETE", "/api/logins/current", status=204)
        opened = await asyncio.gather(*opening, return_exceptions=True)
        async with asyncio.timeout(5):
            for member in (one for one in opened if isinstance(one, Member)):
                await member.socket.wait_closed()
