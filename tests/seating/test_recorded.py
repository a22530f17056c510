"""What those who guide do with the turns of others stands in the log of actions, with who did it (S4)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from server.actor import ANYONE
from server.seating import question_wire, wire
from tests.seating.circle import Circle


async def recorded(circle: Circle) -> list[tuple[Any, ...]]:
    """(kind, who acted, whom it was about) of every line about the room."""
    query = text("SELECT kind, actor, subject FROM action WHERE room_id = :room ORDER BY n")

    def read(tx: Any, actor: Any, room: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in tx.connection.execute(query, {"room": room})]

    found: list[tuple[Any, ...]] = await circle.house.read(read, ANYONE, circle.room)
    return found


async def test_reordering_and_passing_on_for_somebody_are_in_the_log_with_who_did_it(circle: Circle) -> None:
    host = circle.actors["Host"].account_id
    await circle.table("Meri", "Kuusi", "Lumi")
    await circle.do("Meri", wire.AcceptTurn)
    await circle.do("Host", wire.ForcePass)
    order = [circle.places[name] for name in ("Meri", "Lumi", "Kuusi")]
    await circle.do("Host", wire.Reorder, order=order)
    await circle.do("Host", wire.BeginRound, kind=wire.RoundKind.OPENING, question="One word for today?")
    found = await recorded(circle)
    assert found == [
        ("seating.changed", host, None),
        ("turn.forced", host, circle.places["Meri"]),
        ("turn.ordered", host, None),
        ("round.changed", host, None),
    ]


async def test_ones_own_turn_is_no_line(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    before = await recorded(circle)
    await circle.do("Meri", wire.AcceptTurn)
    await circle.do("Meri", wire.PassOn)
    assert await recorded(circle) == before


async def test_what_becomes_of_a_question_is_in_the_log_and_never_whose_it_was(circle: Circle) -> None:
    await circle.sit("classroom")
    question = (await circle.say("Kuusi", "How does one sleep?")).question
    before = await recorded(circle)
    for command in (question_wire.SetAside, question_wire.LetThrough, question_wire.MarkAnswered):
        await circle.do("Host", command, question=question)
    host = circle.actors["Host"].account_id
    assert (await recorded(circle))[len(before) :] == [("question.answered", host, None)] * 3
