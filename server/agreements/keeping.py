"""Use cases of receipts: one's own, who in a room has accepted what, and whether a receipt is genuine."""

from __future__ import annotations

import base64

from sqlmodel import col, select

from server.actor import Actor
from server.agreements.bodies import (
    Acceptances,
    Accepted,
    AgreementOf,
    Checked,
    PublicKey,
    Receipts,
)
from server.agreements.receipts import ReceiptToCheck, is_genuine, receipt_of
from server.agreements.tables import Acceptance, Agreement
from server.agreements.versions import Version
from server.rooms.agreeing import places_in
from server.rooms.rights import find_room, require_organiser
from server.storage.tx import Tx


def list_receipts(tx: Tx, actor: Actor, command: None) -> Receipts:
    """My receipts, the newest first, also of rooms that I have left."""
    mine = (
        select(Acceptance, Agreement)
        .join(Agreement, col(Acceptance.agreement_id) == Agreement.id)
        .where(Acceptance.account_id == (actor.account_id or ""))
        .order_by(col(Acceptance.accepted_at).desc(), col(Acceptance.id))
    )
    signer = tx.sealer.signer
    return Receipts(receipts=[receipt_of(signer, *found) for found in tx.session.exec(mine)])


def list_acceptances(tx: Tx, actor: Actor, command: AgreementOf) -> Acceptances:
    """Who in a room has accepted what. Organisers only: not_permitted. Refusal: not_found."""
    require_organiser(actor)
    room = find_room(tx, command.room)
    newest = _newest(tx, room.id)
    people = []
    for place in places_in(tx, room.id):
        acceptance, version = newest.get(place.id, (None, None))
        people.append(
            Accepted(
                participation=place.id,
                display_name=place.display_name,
                version=version,
                signed_on=acceptance.signed_on if acceptance else None,
                accepted_at=acceptance.accepted_at if acceptance else None,
                is_asked=place.agreed < room.agreement,
            )
        )
    return Acceptances(people=people)


def read_public_key(tx: Tx, actor: Actor, command: None) -> PublicKey:
    """The key with which receipts of this server can be checked, base64. For anybody."""
    return PublicKey(algorithm="Ed25519", public_key=base64.b64encode(tx.sealer.signer.public_key).decode())


def check_receipt(tx: Tx, actor: Actor, command: ReceiptToCheck) -> Checked:
    """Whether this server has signed a receipt exactly as it is. For anybody; nothing is kept of it."""
    return Checked(is_genuine=is_genuine(command.receipt, tx.sealer.signer.public_key))


def _newest(tx: Tx, room_id: str) -> dict[str, tuple[Acceptance, str]]:
    """The newest version accepted, by participation."""
    accepted = (
        select(Acceptance, Agreement)
        .join(Agreement, col(Acceptance.agreement_id) == Agreement.id)
        .where(Agreement.room_id == room_id)
        .order_by(col(Agreement.major), col(Agreement.edits), col(Acceptance.accepted_at))
    )
    return {
        one.participation_id: (one, str(Version(agreement.major, agreement.edits)))
        for one, agreement in tx.session.exec(accepted)
    }
