"""Use cases of trainings: an organiser says until when somebody is trained, and takes it back."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from server.actions.service import ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.rooms import log
from server.rooms.guiding import Place
from server.rooms.participations import held_place
from server.rooms.rights import find_room, require_organiser
from server.staffing.bodies import GrantTraining, OneTraining, TrainingCard, Trainings
from server.staffing.shifts import let_lapse, rooms_on_duty
from server.staffing.tables import Skill, Training
from server.storage.tx import Tx


def grant_training(tx: Tx, actor: Actor, command: GrantTraining) -> TrainingCard:
    """Says that somebody is trained until a moment to come; a later training renews an earlier one of its kind.

    It holds in every room where they have the role. Organisers only: not_permitted. Refusals: not_found, bad_request
    (a moment that is over).
    """
    require_organiser(actor)
    place = held_place(tx, command.participation)
    if command.valid_until <= tx.now:
        raise Refusal(ErrorCode.BAD_REQUEST, fields=["valid_until"])
    training = train(tx, actor, place, command.kind, command.valid_until)
    after = {"kind": command.kind, "valid_until": command.valid_until.isoformat()}
    record(tx, actor, ActionKind.TRAINING_RECORDED, room_id=place.room_id, subject=place.id, after=after)
    return _card(training, place, find_room(tx, place.room_id).name)


def train(tx: Tx, actor: Actor, place: Place, kind: Skill, valid_until: datetime) -> Training:
    """The training of whoever is behind a participation, renewed."""
    training = Training(
        account_id=place.account_id,
        participation_id=place.id,
        kind=kind,
        granted_at=tx.now,
        granted_by=actor.account_id,
        valid_until_at=valid_until,
    )
    tx.session.add(training)
    tx.session.flush()
    for room_id in rooms_on_duty(tx, place.account_id):
        log.move_version(tx, room_id)
    tx.outbox.notice(place.account_id, "duty")
    return training


def list_trainings(tx: Tx, actor: Actor, command: None) -> Trainings:
    """Every training that has not been taken back, the newest first. Organisers only: not_permitted."""
    require_organiser(actor)
    rows = tx.session.exec(
        select(Training, Place)
        .join(Place, col(Place.id) == Training.participation_id)
        .where(col(Training.revoked_at).is_(None))
        .order_by(col(Training.granted_at).desc())
    )
    return Trainings(trainings=[_card(training, place, find_room(tx, place.room_id).name) for training, place in rows])


def revoke_training(tx: Tx, actor: Actor, command: OneTraining) -> None:
    """Takes a training back; where somebody is on duty by it alone, that ends at once. Twice is once.

    Organisers only: not_permitted. Refusal: not_found.
    """
    require_organiser(actor)
    training = tx.session.get(Training, command.training, with_for_update=True)
    if training is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    if training.revoked_at is None:
        training.revoked_at, training.revoked_by = tx.now, actor.account_id
        after = {"kind": training.kind, "valid_until": None}
        record(tx, actor, ActionKind.TRAINING_RECORDED, subject=training.participation_id, after=after)
        tx.session.flush()
        for room_id in rooms_on_duty(tx, training.account_id):
            let_lapse(tx, room_id)
        tx.outbox.notice(training.account_id, "duty")


def require_trained(tx: Tx, place: Place) -> None:
    """Raises Refusal not_trained or training_expired; otherwise the training stays as it is until the commit."""
    held = select(Training.valid_until_at).where(
        Training.account_id == place.account_id, Training.kind == Skill(place.role), col(Training.revoked_at).is_(None)
    )
    until = max(tx.session.exec(held.with_for_update()), default=None)
    if until is None:
        raise Refusal(ErrorCode.NOT_TRAINED)
    if until <= tx.now:
        raise Refusal(ErrorCode.TRAINING_EXPIRED)


def _card(training: Training, place: Place, room_name: str) -> TrainingCard:
    return TrainingCard(
        id=training.id,
        participation=place.id,
        display_name=place.display_name,
        room=place.room_id,
        room_name=room_name,
        kind=training.kind,
        granted_at=training.granted_at,
        valid_until=training.valid_until_at,
    )
