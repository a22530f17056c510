"""What is done about somebody in distress stands in the log of their case, with who did it; never who worried."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from moderation.case import CaseOutcome
from server.actions.kinds import ActionKind, ActorKind
from server.actions.tables import Action
from server.actor import ANYONE
from server.distress import looking, protocol, side_rooms
from server.distress.case_bodies import MarkStep, OneCase, SaveSteps, StepToSave
from server.distress.side_bodies import HandOver, OfferTo, OneSideRoom
from server.distress.tables import CallResult
from server.review import claiming
from server.review.bodies import AtVersion
from server.rooms.roles import RoomRole
from tests.distress.desk import FIRST, answered, claim, desk, end, on_call, ring, worry
from tests.distress.test_alerts import HEARD
from tests.rooms.cast import House


async def lines(house: House, case: str | None) -> list[tuple[str, str]]:
    """(what, by whom) in the order of the log; the kind of actor where it was no account."""
    accounts = {actor.account_id: name for name, actor in house.people.items()}

    def read(tx: Any, actor: object, command: object) -> list[tuple[str, str]]:
        found = tx.session.exec(select(Action).where(Action.case_id == case).order_by(col(Action.n)))
        return [(one.kind.value, accounts[one.actor] if one.actor else one.actor_kind.value) for one in found]

    told: list[tuple[str, str]] = await house.read(read, ANYONE)
    return told


async def test_every_step_from_the_worry_to_the_end_is_a_line_and_no_line_says_who_worried(house: House) -> None:
    room = await house.room()
    for name, role in (("Aino", RoomRole.FACILITATOR), ("Petri", RoomRole.MODERATOR), ("Meri", RoomRole.PARTICIPANT)):
        await house.seat(name, room, role)
    await on_call(house, FIRST)
    await worry(house, "Meri", room, await house.seat("Lumi", room), note="She sounds so tired")
    await house.post("Lumi", room, HEARD[0])
    [call] = await ring(house, 60)
    await answered(house, call, CallResult.TOO_SLOW)
    case = (await desk(house, "Aino"))[0]
    version = await claim(house, "Aino", case)
    for _ in range(2):  # to look again soon is the same opening
        await house.do(looking.look_at_distress, house["Aino"], OneCase(case=case.case))
    await house.do(claiming.hand_on, house["Aino"], AtVersion(case=case.case, version=version))
    await claim(house, "Aino", (await desk(house, "Aino"))[0])
    step = {"case": case.case, "step": "ask_openly"}
    for is_done in (True, True, False):
        await house.do(protocol.mark_step, house["Aino"], MarkStep(**step, is_done=is_done))
    await _talk(house, room, case.case)
    mine = (await desk(house, "Petri"))[0]
    await end(house, "Petri", mine.case, mine.version, CaseOutcome.TALKED)
    server = ActorKind.SERVER.value
    assert await lines(house, case.case) == [
        (ActionKind.CASE_OPENED, server),
        (ActionKind.WORRY_RAISED, server),
        (ActionKind.ALERT_RAISED, server),
        (ActionKind.CONTACT_CALLED, server),
        (ActionKind.CASE_CLAIMED, "Aino"),
        (ActionKind.CASE_SEEN, "Aino"),
        (ActionKind.CASE_HANDED_ON, "Aino"),
        (ActionKind.CASE_CLAIMED, "Aino"),
        (ActionKind.STEP_RECORDED, "Aino"),
        (ActionKind.STEP_RECORDED, "Aino"),
        (ActionKind.SIDE_ROOM_OFFERED, "Aino"),
        (ActionKind.SIDE_ROOM_ANSWERED, server),
        (ActionKind.SIDE_ROOM_OFFERED, "Aino"),
        (ActionKind.SIDE_ROOM_ANSWERED, server),
        (ActionKind.SIDE_ROOM_HANDED_OVER, "Aino"),
        (ActionKind.CASE_CLOSED, "Petri"),
        (ActionKind.SIDE_ROOM_CLOSED, server),
    ]


async def _talk(house: House, room: str, case: str) -> None:
    """Lumi would rather not, then would; Petri goes on for Aino."""
    petri = (await house.standing("Petri", room)).participation_id
    await _offered(house, case, side_rooms.decline_side_room)
    side = await _offered(house, case, side_rooms.accept_side_room)
    over = HandOver(side_room=side, participation=petri)
    await house.do(side_rooms.hand_over_side_room, house["Aino"], over)


async def _offered(house: House, case: str, answer: Any) -> str:
    side = (await house.do(side_rooms.offer_side_room, house["Aino"], OfferTo(case=case))).side_room
    await house.do(answer, house["Lumi"], OneSideRoom(side_room=side))
    return str(side)


async def test_who_is_on_call_and_what_is_to_be_done_do_not_change_unseen(house: House) -> None:
    before = len(await lines(house, None))
    await on_call(house, FIRST)
    texts: Any = {"en": "Ask who is near"}
    await house.do(protocol.save_steps, house["Radu"], SaveSteps(steps=[StepToSave(texts=texts)]))
    assert (await lines(house, None))[before:] == [
        (ActionKind.ON_CALL_CHANGED, "Radu"),
        (ActionKind.STEPS_CHANGED, "Radu"),
    ]
