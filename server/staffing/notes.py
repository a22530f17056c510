"""The back-channel of a room's staff: what they tell each other, sealed, and nobody else reads."""

from __future__ import annotations

from sqlmodel import col, select

from server.actor import Actor
from server.ids import new_id
from server.rooms.bodies import OneRoom
from server.rooms.guiding import Place
from server.rooms.life import read_life
from server.rooms.rights import require_guiding
from server.rooms.roles import GUIDES
from server.staffing.bodies import StaffNoteCard, StaffNotes, WriteNote
from server.staffing.tables import StaffNote
from server.storage.tx import Tx

_MOST_SHOWN = 200


def write_staff_note(tx: Tx, actor: Actor, command: WriteNote) -> StaffNoteCard:
    """Tells something to those who guide the room, in whatever state it is.

    Refusals: not_found, not_permitted (organisers as well: this is between those who are in the room), suspended.
    """
    place = require_guiding(tx, actor, command.room)
    note = write(tx, place, command.text, read_life(tx, place.room_id).sitting)
    return _card(tx, note, place)


def read_staff_notes(tx: Tx, actor: Actor, command: OneRoom) -> StaffNotes:
    """The last 200 notes among those who guide the room, the newest first. Refusals: as `write_staff_note`."""
    place = require_guiding(tx, actor, command.room)
    return StaffNotes(notes=_cards(tx, place.room_id))


def hand_over_notes(tx: Tx, room_id: str, sitting: int) -> list[StaffNoteCard]:
    """What was handed over in one sitting, the newest first."""
    return _cards(tx, room_id, StaffNote.sitting == sitting, col(StaffNote.to_id).is_not(None))


def write(tx: Tx, place: Place, text: str, sitting: int, to: str | None = None) -> StaffNote:
    """A note of somebody who guides a room; their colleagues there look again."""
    note = StaffNote(
        id=new_id(),
        room_id=place.room_id,
        sitting=sitting,
        participation_id=place.id,
        to_id=to,
        sealed_text=b"",
        written_at=tx.now,
    )
    note.sealed_text = tx.sealer.seal(text, "staff_note", note.room_id, note.id)
    tx.session.add(note)
    for account_id in _readers(tx, place):
        tx.outbox.notice(account_id, "staff_notes")
    return note


def _readers(tx: Tx, place: Place) -> list[str]:
    return list(
        tx.session.exec(
            select(Place.account_id).where(
                Place.room_id == place.room_id,
                col(Place.role).in_(GUIDES),
                col(Place.left_at).is_(None),
            )
        )
    )


def _cards(tx: Tx, room_id: str, *which: object) -> list[StaffNoteCard]:
    rows = tx.session.exec(
        select(StaffNote, Place)
        .join(Place, col(Place.id) == StaffNote.participation_id)
        .where(StaffNote.room_id == room_id, *which)  # type: ignore[arg-type]
        .order_by(col(StaffNote.written_at).desc(), col(StaffNote.id))
        .limit(_MOST_SHOWN)
    )
    return [_card(tx, note, place) for note, place in rows]


def _card(tx: Tx, note: StaffNote, place: Place) -> StaffNoteCard:
    return StaffNoteCard(
        id=note.id,
        by=place.id,
        display_name=place.display_name,
        to=note.to_id,
        text=tx.sealer.open(note.sealed_text, "staff_note", note.room_id, note.id),
        written_at=note.written_at,
    )
