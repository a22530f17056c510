"""Messages that share a commit get what each would get alone: what bears on them is read for all of them at once."""

import asyncio
from uuid import uuid4

from moderation import Draft, Verdict
from moderation.verdict import Outcome
from server.actor import OPERATOR
from server.errors import Refusal
from server.messages.bodies import OnePerson
from server.messages.caution import look_at_person
from server.rooms import log
from server.rooms.roles import RoomRole
from tests.rooms.cast import House, unhurried

FIRST = ("Meri", "Lumi", "Kuusi", "Tammi", "Petri")


class Screened:
    """Lets everything pass, and keeps what it was told of each author."""

    def __init__(self) -> None:
        self.drafts: dict[str, tuple[tuple[str, ...], int, bool, str]] = {}

    def __call__(self, draft: Draft) -> Verdict:
        earlier = tuple(map(str, draft.earlier))
        self.drafts[draft.text] = earlier, draft.posted_last_minute, draft.is_newcomer, draft.language
        return Verdict(Outcome.ALLOW)


async def crowd(house: House) -> tuple[str, str]:
    """Two rooms, one of them closed. Lumi is suspended in the other, Kuusi's words wait there, Tammi is nowhere."""
    lively, closed = await house.room("Tuesday circle"), await house.room("Not yet", is_open=False)
    places = {name: await house.seat(name, lively) for name in ("Meri", "Lumi", "Kuusi", "Petri")}
    await house.seat("Aino", lively, RoomRole.FACILITATOR)
    await house.seat("Meri", closed)
    for n in range(7):
        await house.post("Meri", lively, f"Meri {n}")
    await house.post("Petri", lively, "Petri 0")
    await house.do(look_at_person, house["Aino"], OnePerson(participation=places["Kuusi"]))
    await house.suspend("Lumi", lively)
    return lively, closed


async def outcome(house: House, name: str, room: str, text: str, client_id: str) -> object:
    try:
        posted = await house.post(name, room, text, client_id=client_id)
    except Refusal as refusal:
        return refusal.code
    return posted.held, posted.why


async def forget(house: House, *rooms: str) -> None:
    for room in rooms:
        await house.lanes.run(lambda tx, actor, _, room=room: log.move_version(tx, room), OPERATOR, key=room)


async def test_each_message_of_a_commit_gets_what_it_would_get_alone(house: House) -> None:
    lively, closed = await crowd(house)
    screened = Screened()
    house.policy = unhurried(screening=screened)
    said = [(name, lively, f"{name} now") for name in FIRST] + [("Meri", closed, "Meri elsewhere")]
    await forget(house, lively, closed)
    together = await asyncio.gather(*(outcome(house, *one, str(uuid4())) for one in said))
    seen = dict(screened.drafts)
    alone = []
    for one in said:
        await forget(house, lively, closed)
        alone.append(await outcome(house, *one, str(uuid4())))
    assert together == alone
    assert len(set(together)) == 5
    assert seen["Meri now"] == (tuple(f"Meri {n}" for n in range(2, 7)), 7, True, "en")
    assert seen["Petri now"] == (("Petri 0",), 1, True, "en")
    assert screened.drafts["Petri now"] == (("Petri 0", "Petri now"), 2, True, "en")


async def test_retries_in_one_commit_are_the_messages_they_were(house: House) -> None:
    lively = await house.room()
    await house.seat("Meri", lively)
    await house.seat("Petri", lively)
    ids = {(name, n): str(uuid4()) for name in ("Meri", "Petri") for n in range(3)}
    posted = {key: await house.post(key[0], lively, f"Words {key[1]}", client_id=id_) for key, id_ in ids.items()}
    await forget(house, lively)
    again = await asyncio.gather(
        *(house.post(name, lively, f"Words {n}", client_id=id_) for (name, n), id_ in ids.items()),
        *(house.post(name, lively, "New words") for name in ("Meri", "Petri")),
    )
    assert again[:6] == list(posted.values())
    last = max(one.seq or 0 for one in posted.values())
    assert {one.seq for one in again[6:]} == {last + 1, last + 2}
