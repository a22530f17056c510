"""Every command of the socket, by everybody: a command without a row fails."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from server.app import COMMAND_TYPES
from server.hub.commands import HUB_COMMANDS
from tests.flows.stage import Stage, Visitor, newcomer, open_room
from tests.harness.member import Member, Refused

WHO = ("Tammi", "Petri", "Radu", "Kuusi", "Late", "Meri", "Lumi", "Aino", "Onni")
"""In another room; guiding another room; an organiser; shown out with an open window; here since the message was
written; a participant, a professional, a facilitator and a moderator here."""

N, P, U, C, ok = "not_in_room", "not_permitted", "message_unknown", "room_ended", "ok"
Q = "question_unknown"
OUTSIDE = (N, N, N, N)
OWN = ("break.begin", "break.end", "checkout.done", "hand.raise", "hand.lower")
TURN = ("floor.accept", "floor.pass", "floor.pass_on")
"""On sofas nobody has a turn."""

GUIDED = (
    *("floor.offer", "floor.skip", "floor.force_pass", "floor.reorder", "floor.lengthen", "seating.change"),
    *("round.begin", "round.end", "script.begin", "script.next", "script.end"),
)
"""For those on duty, which nobody of the cast is."""

TABLE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # the answers in the order of WHO, in an open room and in a closed one
    "room.follow": ((*OUTSIDE, ok, ok, ok, ok, ok), (*OUTSIDE, ok, ok, ok, ok, ok)),
    "room.resume": ((*OUTSIDE, ok, ok, ok, ok, ok), (*OUTSIDE, ok, ok, ok, ok, ok)),
    "room.page": ((*OUTSIDE, ok, ok, ok, ok, ok), (*OUTSIDE, ok, ok, ok, ok, ok)),
    "room.unfollow": ((ok,) * 9, (ok,) * 9),
    "message.post": ((*OUTSIDE, ok, ok, ok, ok, ok), (*OUTSIDE, C, C, C, C, C)),
    "message.remove": ((*OUTSIDE, U, P, P, ok, ok), (*OUTSIDE, U, P, P, ok, ok)),
    "reaction.set": ((*OUTSIDE, U, ok, ok, ok, ok), (*OUTSIDE, C, C, C, C, C)),
    **{name: ((*OUTSIDE, *[ok] * 5), (*OUTSIDE, *[C] * 5)) for name in OWN},
    **{name: ((*OUTSIDE, *["not_now"] * 5), (*OUTSIDE, *[C] * 5)) for name in TURN},
    **{name: ((*OUTSIDE, *[P] * 5), (*OUTSIDE, *[C] * 5)) for name in GUIDED},
    **{f"question.{name}": ((*OUTSIDE, *[P] * 5),) * 2 for name in ("let_through", "set_aside")},
    **{f"question.{name}": ((*OUTSIDE, *[Q] * 5),) * 2 for name in ("withdraw", "support", "answered", "remove")},
}


@pytest.fixture
def stage(small_stage: Stage) -> Stage:
    """One process: what may be asked does not depend on where."""
    return small_stage


class Scene:
    """The cast in its places, each at a window, and a message that was there before Late came."""

    def __init__(self, radu: Visitor, room: str) -> None:
        self.radu, self.room = radu, room
        self.members: dict[str, Member] = {}
        self.message = ""

    async def close_room(self) -> None:
        await self.radu.ask("POST", f"/api/rooms/{self.room}/close", {})

    def fields(self, command: str) -> dict[str, Any]:
        found: dict[str, dict[str, Any]] = {
            "room.resume": {"after": 0},
            "room.page": {"before": 1_000},
            "message.post": {"client_id": str(uuid4()), "text": "a quiet evening here"},
            "message.remove": {"message": self.message},
            "reaction.set": {"message": self.message, "kind": "heart", "is_on": True},
            "floor.offer": {"participation": "0" * 26},
            "floor.skip": {"participation": "0" * 26},
            "floor.reorder": {"order": []},
            "floor.lengthen": {"participation": "0" * 26, "minutes": 1},
            "seating.change": {"mode": "round_table"},
            "round.begin": {"kind": "opening", "question": "How are you?"},
            "script.begin": {"template": "first"},
            "question.support": {"is_on": True},
        }
        question = {"question": "0" * 26} if command.startswith("question.") else {}
        version = {"version": 0} if command in {*TURN, *GUIDED} else {}
        return found.get(command, {}) | question | version

    async def answer(self, name: str, command: str) -> tuple[str, dict[str, Any]]:
        try:
            return ok, await self.members[name].ask(command, room=self.room, **self.fields(command))
        except Refused as refused:
            return refused.code, refused.error


async def set_scene(stage: Stage) -> Scene:
    radu = await stage.organiser()
    here, elsewhere = await open_room(radu), await open_room(radu, "Elsewhere")
    scene = Scene(radu, here)
    roles = {"Lumi": "professional", "Aino": "facilitator", "Onni": "moderator", "Petri": "facilitator"}
    people = {"Radu": radu}
    for name in ("Tammi", "Petri", "Kuusi", "Meri", "Lumi", "Aino", "Onni", "Ilona"):
        place = elsewhere if name in {"Tammi", "Petri"} else here
        people[name] = await newcomer(stage, radu, place, name, roles.get(name, "participant"))
    scene.members = {name: await person.connect() for name, person in people.items()}
    await show_out(scene, "Kuusi")
    scene.message = (await scene.members["Ilona"].say(here, "I slept through the night"))["message"]
    late = await newcomer(stage, radu, here, "Late")
    scene.members["Late"] = await late.connect()
    return scene


async def show_out(scene: Scene, name: str) -> None:
    you = (await scene.members[name].follow(scene.room))["you"]
    await scene.radu.ask("POST", f"/api/participations/{you['participation']}/end", {}, status=204)
    await scene.members[name].until(lambda: any(e["type"] == "follow.ended" for e in scene.members[name].passing))


async def test_everybody_gets_the_answer_in_the_table(stage: Stage) -> None:
    scene = await set_scene(stage)
    found: dict[str, list[tuple[str, ...]]] = {command: [] for command in TABLE}
    for is_closed in (False, True):
        if is_closed:
            scene.message = (await scene.members["Ilona"].say(scene.room, "and the sun came out"))["message"]
            late = await newcomer(stage, scene.radu, scene.room, "Later")
            scene.members["Late"] = await late.connect()
            await scene.close_room()
        for command in sorted(TABLE):  # what removes the message comes before what answers it
            if command == "reaction.set" and not is_closed:
                scene.message = (await scene.members["Ilona"].say(scene.room, "there was soup too"))["message"]
                late = await newcomer(stage, scene.radu, scene.room, "Latest")
                scene.members["Late"] = await late.connect()
            found[command].append(tuple([(await scene.answer(name, command))[0] for name in WHO]))
    assert {command: tuple(answers) for command, answers in found.items()} == TABLE


async def test_outside_the_answer_is_the_one_for_a_room_that_does_not_exist(stage: Stage) -> None:
    scene = await set_scene(stage)
    for command in sorted(TABLE.keys() - {"room.unfollow"}):
        for name in WHO[:4]:
            there = (await scene.answer(name, command))[1]
            room, scene.room = scene.room, "0" * 26
            assert (await scene.answer(name, command))[1] == there
            scene.room = room


async def test_newcomer_is_given_nothing_from_before_by_any_command(stage: Stage) -> None:
    scene = await set_scene(stage)
    joined = (await scene.members["Late"].follow(scene.room))["you"]["joined_seq"]
    for command in ("room.follow", "room.resume", "room.page"):
        code, result = await scene.answer("Late", command)
        assert code == ok
        assert all(event["seq"] > joined for event in result.get("events", []))
        assert not result.get("has_more", False)
    member = scene.members["Late"]
    await scene.members["Ilona"].say(scene.room, "hello, and welcome")
    await member.until(lambda: any(event["type"] == "message.posted" for event in member.log.get(scene.room, [])))
    assert min(member.seqs(scene.room)) > joined
    assert "slept" not in "".join(member.raw)
    assert "Kuusi" not in "".join(member.raw)


def test_no_command_lacks_a_row() -> None:
    names = {str(kind.__struct_config__.tag) for kind in (*HUB_COMMANDS, *COMMAND_TYPES)}
    assert names == TABLE.keys()
