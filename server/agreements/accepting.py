"""Use cases of accepting an agreement, here or on paper."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select

from server.actions.service import ActionKind, record
from server.actor import Actor
from server.agreements.bodies import Accept, SignedOnPaper
from server.agreements.receipts import Receipt, receipt_of
from server.agreements.service import latest_of
from server.agreements.tables import Acceptance, Agreement
from server.agreements.versions import Version
from server.errors import ErrorCode, Refusal
from server.rooms import agreeing
from server.rooms.participations import held_place
from server.rooms.rights import find_room, place_of, require_organiser
from server.storage.tx import Tx

_WEST_OF_TOMORROW = timedelta(days=1)  # where the day has begun that is still to come in UTC


def accept_agreement(tx: Tx, actor: Actor, command: Accept) -> Receipt:
    """Accepts the version that one has read. Accepted already: the same receipt again.

    Refusals: not_in_room, not_found (no such version), agreement_required (it is not the one asked for any more).
    """
    mine = place_of(tx, actor, command.room)
    if mine is None:
        raise Refusal(ErrorCode.NOT_IN_ROOM)
    place = held_place(tx, mine.id)
    agreement = _version(tx, place.room_id, command.version)
    agreeing.require_agreed(agreement.major, find_room(tx, place.room_id).agreement)
    acceptance = _acceptance(tx, place, agreement, is_on_paper=False)
    agreeing.accepted(tx, place, agreement.major)
    return receipt_of(tx.sealer.signer, acceptance, agreement)


def record_signature(tx: Tx, actor: Actor, command: SignedOnPaper) -> Receipt:
    """Records that somebody has signed the agreement on paper, as it is now. Recorded before: the day is another now.

    Organisers only: not_permitted. Refusals: not_found (nobody in a room, or a room without an agreement), bad_request
    (a day that has come nowhere yet).
    """
    require_organiser(actor)
    if command.signed_on > (tx.now + _WEST_OF_TOMORROW).date():
        raise Refusal(ErrorCode.BAD_REQUEST, fields=["signed_on"])
    place = held_place(tx, command.participation)
    agreement = latest_of(tx, place.room_id)
    if agreement is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    acceptance = _acceptance(tx, place, agreement, is_on_paper=True)
    acceptance.signed_on, acceptance.recorded_by, acceptance.accepted_at = command.signed_on, actor.account_id, tx.now
    agreeing.accepted(tx, place, agreement.major)
    after = {"version": str(Version(agreement.major, agreement.edits)), "signed_on": command.signed_on.isoformat()}
    record(tx, actor, ActionKind.SIGNATURE_RECORDED, room_id=place.room_id, subject=place.id, after=after)
    return receipt_of(tx.sealer.signer, acceptance, agreement)


def _version(tx: Tx, room_id: str, written: str) -> Agreement:
    """Raises Refusal not_found."""
    version = Version.read(written)
    found = (
        version
        and tx.session.exec(
            select(Agreement).where(
                Agreement.room_id == room_id, Agreement.major == version.major, Agreement.edits == version.edits
            )
        ).first()
    )
    if not found:
        raise Refusal(ErrorCode.NOT_FOUND)
    return found


def _acceptance(tx: Tx, place: agreeing.Place, agreement: Agreement, *, is_on_paper: bool) -> Acceptance:
    """The one that there is, or a new one."""
    theirs = select(Acceptance).where(Acceptance.participation_id == place.id, Acceptance.agreement_id == agreement.id)
    signed = col(Acceptance.signed_on)
    known = tx.session.exec(theirs.where(signed.is_not(None) if is_on_paper else signed.is_(None))).first()
    if known is not None:
        return known
    acceptance = Acceptance(
        agreement_id=agreement.id,
        participation_id=place.id,
        account_id=place.account_id,
        display_name=place.display_name,
        room_name=find_room(tx, place.room_id).name,
        accepted_at=tx.now,
    )
    tx.session.add(acceptance)
    return acceptance
