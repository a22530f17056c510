"""Use cases of rooms: making, describing and finding them."""

from __future__ import annotations

from sqlmodel import col, func, select

from server.actions.service import ActionKind, record
from server.actor import Actor
from server.rooms.bodies import (
    CreateRoom,
    Directory,
    MyApplication,
    MyPlace,
    MyRoom,
    MyRooms,
    OneRoom,
    RoomCard,
    UpdateRoom,
)
from server.rooms.cards import door_card, door_cards, free_seats, seats_taken
from server.rooms.rendering import tell_change
from server.rooms.rights import find_room, hold_room, may_organise, require_organiser
from server.rooms.tables import Answer, Application, JoinsBy, Participation, Room
from server.storage.tx import Tx


def create_room(tx: Tx, actor: Actor, command: CreateRoom) -> RoomCard:
    """Makes a room, closed and empty. Organisers only: not_permitted."""
    require_organiser(actor)
    room = Room(**command.model_dump(), created_at=tx.now)
    tx.session.add(room)
    tx.session.flush()
    return door_card(tx, room)


def update_room(tx: Tx, actor: Actor, command: UpdateRoom) -> RoomCard:
    """Describes a room anew and tells those inside. Nobody loses a seat by it. Refusals: not_permitted, not_found."""
    require_organiser(actor)
    room = hold_room(tx, command.room)
    new = command.model_dump(exclude={"room"}, exclude_none=True)
    changed = {name: value for name, value in new.items() if getattr(room, name) != value}
    if changed:
        before = {name: getattr(room, name) for name in changed}
        room.sqlmodel_update(changed)
        record(tx, actor, ActionKind.ROOM_CHANGED, room_id=room.id, before=before, after=changed)
        tell_change(tx, room.id, "room.changed", room.id)
    return door_card(tx, room)


def read_card(tx: Tx, actor: Actor, command: OneRoom) -> RoomCard:
    """The door of a room, for anybody who knows where it is. Refusal: not_found."""
    return door_card(tx, find_room(tx, command.room))


def list_directory(tx: Tx, actor: Actor, command: None) -> Directory:
    """The rooms one can ask to be let into, for anybody."""
    rooms = tx.session.exec(select(Room).where(Room.joins_by == JoinsBy.APPLICATION).order_by(col(Room.created_at)))
    return Directory(rooms=door_cards(tx, rooms.all()))


def list_my_rooms(tx: Tx, actor: Actor, command: None) -> MyRooms:
    """The rooms I am in, and for an organiser all others too; and where I wait for an answer."""
    places = {place.room_id: place for place in _my_places(tx, actor)}
    chosen = select(Room).order_by(col(Room.created_at))
    if not may_organise(actor):
        chosen = chosen.where(col(Room.id).in_(places))
    rooms = tx.session.exec(chosen).all()
    taken, waiting = seats_taken(tx, [room.id for room in rooms]), _waiting(tx, [room.id for room in rooms])
    return MyRooms(
        rooms=[_my_room(room, places.get(room.id), free_seats(room, taken), waiting, actor) for room in rooms],
        applications=_my_applications(tx, actor),
    )


def _my_places(tx: Tx, actor: Actor) -> list[Participation]:
    mine = select(Participation).where(
        Participation.account_id == (actor.account_id or ""), col(Participation.left_at).is_(None)
    )
    return list(tx.session.exec(mine))


def _waiting(tx: Tx, room_ids: list[str]) -> dict[str, int]:
    columns = select(Application.room_id, func.count()).where(
        col(Application.room_id).in_(room_ids), Application.answer == Answer.WAITING
    )
    return dict(tx.session.exec(columns.group_by(col(Application.room_id))).all())


def _my_room(room: Room, place: Participation | None, free: int, waiting: dict[str, int], actor: Actor) -> MyRoom:
    decides = may_organise(actor) or (place is not None and place.role.guides)
    my = place and MyPlace(participation=place.id, display_name=place.display_name, role=place.role)
    return MyRoom(
        id=room.id,
        name=room.name,
        purpose=room.purpose,
        language=room.language,
        state=room.state,
        capacity=room.capacity,
        free_seats=free,
        joins_by=room.joins_by,
        my=my,
        applications_waiting=waiting.get(room.id, 0) if decides else 0,
    )


def _my_applications(tx: Tx, actor: Actor) -> list[MyApplication]:
    rows = tx.session.exec(
        select(Application, Room.name)
        .join(Room, col(Application.room_id) == Room.id)
        .where(Application.account_id == (actor.account_id or ""), Application.answer == Answer.WAITING)
        .order_by(col(Application.created_at))
    )
    return [
        MyApplication(
            application=application.id,
            room=application.room_id,
            name=name,
            display_name=application.display_name,
            created_at=application.created_at,
        )
        for application, name in rows
    ]
