"""In the try-out, the made-up people greet whoever comes in, and whoever guides the room counts as trained."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from server.accounts.tables import Account
from server.actor import ANYONE, Actor
from server.errors import Refusal
from server.rooms.roles import GUIDES, RoomState
from server.rooms.tables import Participation, Room
from server.staffing.tables import Training
from server.storage.lane import Lane
from server.storage.lanes import Lanes
from server.storage.readers import Readers
from server.storage.tx import Tx
from server.try_out import FIRST, GUIDE, SECOND, say, train_for

_LOOK_EVERY = 1.0  # seconds
_TRAINED_FOR = timedelta(days=30)
_GREETING = (
    (1.0, GUIDE, "Welcome! You see what is written from now on, and nothing of what was said before you came."),
    (3.0, FIRST, "Hello and welcome, there is space on the sofa."),
    (3.0, SECOND, "Good to have you here. Write when you like, or just listen for a while."),
)


class Company:
    """Greets everybody once, in a room that is open, until it is cancelled: they see nothing of what was said before."""

    def __init__(self, lane: Lane | Lanes, readers: Readers) -> None:
        self._lane, self._readers = lane, readers
        self._greeted: set[str] = set()
        self._greetings: set[asyncio.Task[None]] = set()

    async def keep(self) -> None:
        self._greeted = {who for who, _ in await self._visitors()}
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            await self._train()
            new = [(who, room_id) for who, room_id in await self._visitors() if who not in self._greeted]
            self._greeted |= {who for who, _ in new}
            for room_id in {room_id for _, room_id in new}:  # who come together are greeted together
                greeting = asyncio.create_task(self._greet(room_id))
                self._greetings.add(greeting)
                greeting.add_done_callback(self._greetings.discard)

    async def _visitors(self) -> list[tuple[str, str]]:
        try:
            found: list[tuple[str, str]] = await self._readers.run(find_visitors, ANYONE)
        except Refusal:
            return []  # asked again in a second
        return found

    async def _train(self) -> None:
        try:
            for account_id, room_id in await self._readers.run(find_untrained, ANYONE):
                await self._lane.run(train_for, Actor(account_id), (room_id, _TRAINED_FOR), key=room_id)
        except Refusal:
            return  # tried again in a second

    async def _greet(self, room_id: str) -> None:
        actors: dict[str, Actor] = await self._readers.run(find_company, ANYONE, room_id)
        for seconds, name, text in _GREETING:
            await asyncio.sleep(seconds)
            if name in actors:
                await self._say(actors[name], room_id, text)

    async def _say(self, actor: Actor, room_id: str, text: str) -> None:
        try:
            await self._lane.run(say, actor, (room_id, text), key=room_id)
        except Refusal:
            return  # the room was closed, or they were shown out: they keep quiet


def find_visitors(tx: Tx, actor: Actor, command: None) -> list[tuple[str, str]]:
    """Participations of people who are not made up, with their rooms, where one can write."""
    talking = select(Room.id).where(col(Room.state).in_([RoomState.OPEN, RoomState.CLOSING]))
    return list(tx.session.exec(_people(is_made_up=False).where(col(Participation.room_id).in_(talking))).all())


def find_untrained(tx: Tx, actor: Actor, command: None) -> list[tuple[str, str]]:
    """Accounts of people who guide a room and have never been trained, with that room."""
    guiding = (
        select(Participation.account_id, Participation.room_id)
        .join(Account, col(Account.id) == Participation.account_id)
        .where(
            col(Account.is_made_up).is_(False),
            col(Participation.left_at).is_(None),
            col(Participation.role).in_(GUIDES),
            col(Participation.account_id).not_in(select(Training.account_id)),
        )
    )
    return list(tx.session.exec(guiding).all())


def find_company(tx: Tx, actor: Actor, room_id: str) -> dict[str, Actor]:
    """The made-up people of a room, by name."""
    here = (
        select(Participation.display_name, Participation.account_id)
        .join(Account, col(Account.id) == Participation.account_id)
        .where(Account.is_made_up, Participation.room_id == room_id, col(Participation.left_at).is_(None))
    )
    return {name: Actor(account_id) for name, account_id in tx.session.exec(here)}


def _people(*, is_made_up: bool) -> Any:
    return (
        select(Participation.id, Participation.room_id)
        .join(Account, col(Account.id) == Participation.account_id)
        .where(Account.is_made_up == is_made_up, col(Participation.left_at).is_(None))
    )
