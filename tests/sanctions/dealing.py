"""Decisions and what they do, told in a line each."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlmodel import SQLModel

from moderation import Draft, Verdict
from moderation.verdict import Category, Finding, Outcome, Sentence, SentenceCode
from server.actor import ANYONE, Actor, Role
from server.distress.desk import TheDesk
from server.messages import bodies as messages_bodies
from server.messages import own
from server.messages.wire import Removal, RemoveMessage
from server.review import bodies
from server.rooms.roles import RoomRole
from server.sanctions import service
from server.sanctions.bodies import OneSanction, SanctionCard
from server.storage.tx import Tx
from tests.review.working import claim, decide, desk, make, report
from tests.rooms.cast import House, unhurried

RULE = {"reason": "harassment", "ground": "3"}
WORDS = "you always spoil everything here"
ABOUT_SOMEBODY = Finding("en.harassment", Category.HARASSMENT, 4, ((0, 3),))
NUMBER = Finding("en.contact.phone", Category.CONTACT_DETAILS, 3, ((8, 18),))
TOLD = Sentence(SentenceCode.RULE_MATCHED, {"rule": "en.harassment"})
A_NUMBER = "Call me 0401234567 tonight"
KEY = bytes(32)  # of every house of the tests


def by_words(draft: Draft) -> Verdict:
    """`bad` is held, a number masked, whatever else posted."""
    if "bad" in draft.text:
        return Verdict(Outcome.HOLD, findings=(ABOUT_SOMEBODY,), sentences=(TOLD,))
    if "0401234567" in draft.text:
        return Verdict(Outcome.MASK, findings=(NUMBER,), masks=((8, 18),))
    return Verdict(Outcome.ALLOW)


async def circle(house: House, *names: str, **about: Any) -> str:
    """An open room with Aino and Petri, who moderate it, and whoever is named."""
    house.policy = unhurried(screening=by_words, desk=TheDesk())
    room = await house.room(**{"capacity": 20} | about)
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    await house.seat("Petri", room, RoomRole.MODERATOR)
    for name in names:
        await house.seat(name, room)
    return room


async def decided(house: House, who: str, kind: str, **about: Any) -> bodies.Moved:
    """Claims the only case of a kind on somebody's desk and decides it."""
    (case,) = [one for one in (await desk(house, who)).cases if one.kind == kind]
    return await decide(house, who, await claim(house, who, case), **about)


async def sanction(house: House, room: str, name: str, kind: str, **about: Any) -> SanctionCard:
    """Kuusi reports what somebody wrote, and Aino gives them a step of the ladder for it; the step as they see it."""
    posted = await house.post(name, room, WORDS)
    await report(house, "Kuusi", room, message=posted.message)
    chosen = {"kind": kind, "reason": "harassment", "ground": "3"} | about
    await decided(house, "Aino", "report", outcome="sanctioned", sanction=chosen)
    return (await sanctions(house, name))[0]


async def sanctions(house: House, name: str) -> list[SanctionCard]:
    found: list[SanctionCard] = (await house.read(service.list_sanctions, house[name])).sanctions
    return found


async def read_it(house: House, name: str, card: SanctionCard) -> SanctionCard:
    read: SanctionCard = await house.do(service.acknowledge, house[name], OneSanction(sanction=card.sanction))
    return read


async def held(house: House, name: str, room: str) -> list[messages_bodies.MyHeld]:
    found: messages_bodies.Held = await house.read(own.list_held, house[name], messages_bodies.OfRoom(room=room))
    return found.held


async def remove(house: House, name: str, room: str, message: str, **about: Any) -> bool:
    """Whether it is out of the room now."""
    removal: Removal = await house.ask(house[name], RemoveMessage(id="1", room=room, message=message, **about))
    return removal.is_removed


async def reviewer(house: House, name: str = "Lumi") -> Actor:
    """Somebody from outside the team."""
    await make(house, name, Role.REVIEWER)
    return house[name]


async def where_it_lies(house: House, words: str) -> set[str]:
    """Every column of every table in which these words are, also sealed: opened with the key, whatever row they are of."""
    found: set[str] = await house.read(_search, ANYONE, words)
    return found


def _search(tx: Tx, actor: Actor, words: str) -> set[str]:
    found = set()
    for table in SQLModel.metadata.tables.values():
        for row in tx.connection.execute(table.select()).mappings():
            found |= {f"{table.name}.{name}" for name, value in row.items() if words in _read(value)}
    return found


def _read(value: Any) -> str:
    """A value as text. What is sealed is read without its seal being checked: AES-GCM is AES in counter mode from 2."""
    if not isinstance(value, bytes):
        return str(value)
    if len(value) < 28:
        return ""
    counter = modes.CTR(value[:12] + (2).to_bytes(4, "big"))
    return Cipher(algorithms.AES(KEY), counter).decryptor().update(value[12:-16]).decode(errors="replace")
