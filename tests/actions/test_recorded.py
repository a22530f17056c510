"""What is done with duty, trainings, roles and rooms stands in the log of actions, with who did it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import text

from server.accounts.roles import ChangeRole, grant_role, revoke_role
from server.actions.kinds import ActionKind
from server.actor import ANYONE, OPERATOR, Role
from server.organisation.service import save_organisation
from server.organisation.wire import HelpLine, SaveOrganisation
from server.rooms import bodies, participations, service
from server.rooms.roles import RoomRole
from server.staffing import sittings
from server.staffing.bodies import TurnTheRoom
from tests.agreements.promises import CORRECTED, publish, sign_on_paper
from tests.rooms.cast import TUESDAY, House
from tests.staffing.roster import Roster


async def recorded(house: House, room: str) -> list[tuple[Any, ...]]:
    """(kind, who acted) of every line about a room."""
    query = text("SELECT kind, actor FROM action WHERE room_id = :room ORDER BY n")

    def read(tx: Any, actor: Any, command: None) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in tx.connection.execute(query, {"room": room})]

    found: list[tuple[Any, ...]] = await house.read(read, ANYONE)
    return found


async def test_rooms_roles_and_sittings_are_in_the_log_with_who_changed_them(house: House) -> None:
    room = await house.room()
    kuusi, host, radu = await house.seat("Kuusi", room), await house.host(room), house["Radu"]
    assert await recorded(house, room) == []
    await house.do(service.update_room, radu, bodies.UpdateRoom(room=room, purpose="To listen."))
    await house.do(participations.change_role, radu, bodies.ChangeRole(participation=kuusi, role=RoomRole.FACILITATOR))
    await house.do(sittings.end_sitting, host, TurnTheRoom(room=room))
    await house.do(participations.end_participation, OPERATOR, bodies.OneParticipation(participation=kuusi))
    await house.reopen(room)
    assert await recorded(house, room) == [
        ("room.changed", radu.account_id),
        ("role.changed", radu.account_id),
        ("room.state_changed", host.account_id),
        ("role.changed", None),
        ("duty.started", host.account_id),
        ("room.state_changed", host.account_id),
    ]


async def test_trainings_and_duty_are_in_the_log_with_who_it_was(house: House) -> None:
    roster, radu = Roster(house), house["Radu"]
    room, aino = await roster.opened()
    petri = await roster.staff("Petri", room, RoomRole.MODERATOR)
    await roster.comes(room, petri)
    await roster.over("Aino", room, petri)
    await roster.on("Aino", room)
    await roster.off("Petri", room)
    assert await recorded(house, room) == [
        ("training.recorded", radu.account_id),
        ("duty.started", house["Aino"].account_id),
        ("room.state_changed", house["Aino"].account_id),
        ("training.recorded", radu.account_id),
        ("duty.handed_over", house["Aino"].account_id),
        ("duty.started", house["Aino"].account_id),
        ("duty.ended", house["Petri"].account_id),
    ]
    assert await roster.duty(room) == {aino}


async def test_agreements_and_what_is_signed_on_paper_are_in_the_log_with_who_wrote_it_down(house: House) -> None:
    room = await house.room()
    radu, kuusi = house["Radu"].account_id, await house.seat("Kuusi", room)
    await publish(house, room)
    await publish(house, room)
    await publish(house, room, CORRECTED, is_material=False)
    await sign_on_paper(house, kuusi, TUESDAY.date())
    assert await recorded(house, room) == [
        ("agreement.published", radu),
        ("agreement.published", radu),
        ("signature.recorded", radu),
    ]


async def test_new_help_number_is_in_the_log_and_saving_the_same_is_not(house: House) -> None:
    """Whom people are told to call in need is nothing that changes unseen."""
    query = text("SELECT kind, actor FROM action WHERE room_id IS NULL AND kind = 'organisation.changed' ORDER BY n")

    async def changes() -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = await house.read(
            lambda tx, actor, _: [tuple(row) for row in tx.connection.execute(query)], ANYONE
        )
        return found

    await house.set_up()
    await house.set_up()
    radu = house["Radu"]
    assert await changes() == [("organisation.changed", radu.account_id)]
    line = HelpLine(area="Everywhere", name="Another made-up line", number="000 222")
    numbers = {"languages": ["en"], "default_language": "en", "help": {"en": [line]}}
    await house.do(save_organisation, radu, SaveOrganisation(name="Toivo", **numbers))
    assert await changes() == [("organisation.changed", radu.account_id)] * 2


async def test_role_across_rooms_is_in_the_log_when_it_is_given_and_when_it_is_taken(house: House) -> None:
    query = text("SELECT kind, actor FROM action WHERE kind = 'role.changed' ORDER BY n")
    change = ChangeRole(str(house["Lumi"].account_id), Role.REVIEWER)
    for who, use_case in ((house["Radu"], grant_role), (house["Radu"], grant_role), (OPERATOR, revoke_role)):
        await house.do(use_case, who, change)
    lines = await house.read(lambda tx, actor, _: [tuple(row) for row in tx.connection.execute(query)], ANYONE)
    assert lines[1:] == [("role.changed", house["Radu"].account_id), ("role.changed", None)]  # after Radu's own


def test_no_kind_of_line_is_written_by_nobody() -> None:
    """What the log could tell and never does would be taken for something that never happened."""
    server = Path(__file__).parents[2] / "server"
    written = "".join(file.read_text("utf-8") for file in server.rglob("*.py") if file.name != "kinds.py")
    assert [kind.name for kind in ActionKind if f"ActionKind.{kind.name}" not in written] == []
