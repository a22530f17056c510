"""Messages that wait for a moderator: why, and what becomes of them.

Nobody but their author and the desk is shown what waits. A disclosure waits for nobody on account of whoever wrote it:
only a rule that found something else, against somebody else, holds one. Whom a sanction or a lock keeps from writing
altogether is refused, but for words of despair, which wait and wake a human.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, literal_column, select
from sqlmodel import SQLModel, col
from sqlmodel import select as select_rows

from moderation import Verdict
from server.actions.service import SERVER, ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.ids import new_ordered_id
from server.messages import tables, wire
from server.messages.rendering import render_posted
from server.messages.screening import Passed, discloses
from server.messages.tables import HeldMessage as HeldMessage
from server.messages.tables import HeldState as HeldState
from server.messages.tables import HeldWhy, Message
from server.rooms import log
from server.rooms.guiding import place_with
from server.rooms.roles import RoomRole
from server.rooms.standing import Ground, Seat
from server.sanctions.caution import caution_in
from server.sanctions.voices import require_no_objection
from server.staffing.shifts import duty_of
from server.storage.among import Among
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_message = SQLModel.metadata.tables[str(tables.Message.__tablename__)]
_held = SQLModel.metadata.tables[str(tables.HeldMessage.__tablename__)]

FIRST_MESSAGES = 2
"""How many of a newcomer's messages a moderator looks at first, in rooms that ask for it."""

_OF_PEOPLE = Among(
    select(_held.c.participation_id, _held.c.client_id, _held.c.id, _held.c.state, _held.c.why, _held.c.sealed_text),
    _held.c.participation_id,
)
_FIRST = Prepared(
    select(_message.c.id)
    .where(_message.c.participation_id == bindparam("participation"))
    .limit(bindparam("most"))
    .offset(literal_column("0"))
)
_INSERT = Prepared(insert(_held))


@dataclass(frozen=True, slots=True)
class Kept:
    """A message that was held before, as the row has it."""

    message_id: str
    state: HeldState
    why: HeldWhy
    sealed: bytes | None


def kept_before(tx: Tx, seat: Seat, client_id: str) -> Kept | None:
    """What was held under a client id. Kept with the seat: holding something and letting it go move the version."""
    if "held" not in seat.memory:
        remember_held(tx, [seat])
    known: dict[str, Kept] = seat.memory["held"]
    return known.get(client_id)


def remember_held(tx: Tx, seats: Collection[Seat]) -> None:
    """Reads what was held of people, for `kept_before`."""
    found: dict[str, dict[str, Kept]] = {seat.person.participation: {} for seat in seats}
    for who, client, id_, state, why, sealed in _OF_PEOPLE.rows(tx, ((who,) for who in found)):
        found[who][client] = Kept(id_, HeldState(state), HeldWhy(why), sealed)
    for seat in seats:
        seat.memory["held"] = found[seat.person.participation]


def why_held(tx: Tx, ground: Ground, seat: Seat, verdict: Verdict, passed: Passed) -> HeldWhy | None:
    """Why a message must wait, None where it need not: in an ordinary room, at the cost of a look in a memory."""
    if passed.is_held:
        return HeldWhy.RULE
    caution = caution_in(tx, ground)
    if (caution is None and not passed.identifies) or discloses(verdict):
        return None
    if passed.identifies and duty_of(tx, ground):
        return HeldWhy.CONTACT_DETAILS
    if caution is None or seat.person.role is not RoomRole.PARTICIPANT:
        return None
    if any(ground.seats.get(account) is seat for account in caution.people):
        return HeldWhy.NAMED_PERSON
    return HeldWhy.NEWCOMER if caution.newcomers and _is_new(tx, seat) else None


def _is_new(tx: Tx, seat: Seat) -> bool:
    if "has_been_read" not in seat.memory:
        found = tx.run(_FIRST, participation=seat.person.participation, most=FIRST_MESSAGES).fetchall()
        if len(found) < FIRST_MESSAGES:
            return True
        seat.memory["has_been_read"] = True
    return False


def hold(tx: Tx, command: wire.PostMessage, seat: Seat, words: str, passed: Passed, why: HeldWhy) -> str:
    """Puts a message aside instead of posting it; the number taken for it goes back. Its id."""
    message_id = new_ordered_id()
    log.give_number_back(tx, command.room)
    tx.run(
        _INSERT,
        id=message_id,
        room_id=command.room,
        participation_id=seat.person.participation,
        author_role=RoomRole.PARTICIPANT if command.as_person else seat.person.role,
        client_id=command.client_id,
        sealed_text=tx.sealer.seal(words, "message", command.room, message_id),
        masks=[list(span) for span in passed.masks] or None,
        is_veiled=passed.is_veiled or command.note is not None,
        note=command.note,
        reply_to=command.reply_to,
        why=why,
        held_at=tx.now,
        state=HeldState.WAITING,
        decided_at=None,
    )
    log.move_version(tx, command.room)
    record(tx, SERVER, ActionKind.MESSAGE_HELD, room_id=command.room, subject=seat.person.participation, reason=why)
    return message_id


def waiting(tx: Tx, message_id: str | None, of_account: str | None = None) -> HeldMessage:
    """A message that waits, of anybody's or of one account's. Refusals: message_unknown, already_answered."""
    found = tx.session.get(HeldMessage, message_id, with_for_update=True) if message_id else None
    if found is None or (of_account is not None and not _is_of(tx, found, of_account)):
        raise Refusal(ErrorCode.MESSAGE_UNKNOWN)
    if found.state is not HeldState.WAITING:
        raise Refusal(ErrorCode.ALREADY_ANSWERED)
    return found


def _is_of(tx: Tx, held: HeldMessage, account_id: str) -> bool:
    author = place_with(tx, held.participation_id)
    return author is not None and author.account_id == account_id


def words_in(tx: Tx, held: HeldMessage) -> str:
    assert held.sealed_text is not None
    return tx.sealer.open(held.sealed_text, "message", held.room_id, held.id)


def release(tx: Tx, actor: Actor, held: HeldMessage, *, is_masked: bool) -> int:
    """Posts a waiting message now; its number. `is_masked`: without what a rule would blank out."""
    message = Message(
        **{name: getattr(held, name) for name in _CARRIED_OVER},
        seq=0,
        masks=held.masks if is_masked else None,
        posted_at=tx.now,
    )
    line = log.append_change(tx, held.room_id, "message.posted", held.id)
    message.seq = line.seq
    tx.session.add(message)
    _settle(tx, held, HeldState.RELEASED)
    log.publish(tx, held.room_id, line, render_posted)
    _record(tx, actor, ActionKind.MESSAGE_RELEASED, held)
    return line.seq


def send_back(tx: Tx, actor: Actor, held: HeldMessage) -> str:
    """Does not let a waiting message in; its words, which are gone from here.

    Refusals: second_voice_waiting, second_voice_declined.
    """
    require_no_objection(tx, held.id)
    words = words_in(tx, held)
    _settle(tx, held, HeldState.RETURNED)
    log.move_version(tx, held.room_id)
    _record(tx, actor, ActionKind.MESSAGE_RETURNED, held)
    return words


def withdraw(tx: Tx, actor: Actor, held: HeldMessage) -> None:
    """Its author takes a waiting message back; nothing is kept of it."""
    _settle(tx, held, HeldState.WITHDRAWN)
    log.move_version(tx, held.room_id)
    _record(tx, actor, ActionKind.MESSAGE_WITHDRAWN, held)


def waiting_of(tx: Tx, participation_id: str) -> Iterator[HeldMessage]:
    """What waits of one person, the oldest first."""
    mine = select_rows(HeldMessage).where(
        HeldMessage.participation_id == participation_id, HeldMessage.state == HeldState.WAITING
    )
    yield from tx.session.exec(mine.order_by(col(HeldMessage.id)))


_CARRIED_OVER = (
    "id",
    "room_id",
    "participation_id",
    "author_role",
    "client_id",
    "sealed_text",
    "is_veiled",
    "note",
    "reply_to",
)


def _settle(tx: Tx, held: HeldMessage, state: HeldState) -> None:
    held.state, held.decided_at, held.sealed_text, held.masks = state, tx.now, None, None
    tx.session.add(held)
    tx.session.flush()
    author = place_with(tx, held.participation_id)
    if author is not None:
        tx.outbox.notice(author.account_id, "held")


def _record(tx: Tx, actor: Actor, kind: ActionKind, held: HeldMessage) -> None:
    record(
        tx,
        actor,
        kind,
        room_id=held.room_id,
        subject=held.participation_id,
        after={"message": held.id, "why": held.why},
    )
