"""Use cases of agreements: publishing a version, and reading them."""

from __future__ import annotations

from hashlib import sha256

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from server.actions.service import ActionKind, record
from server.actor import Actor
from server.agreements.bodies import AgreementOf, AgreementText, AtTheDoor, Publish, Versions
from server.agreements.rendering import render_changed
from server.agreements.tables import Agreement
from server.agreements.versions import Version
from server.errors import ErrorCode, Refusal
from server.rooms import agreeing, log
from server.rooms.rights import find_room, hold_room, place_of, require_organiser
from server.storage.tx import Tx


def publish_agreement(tx: Tx, actor: Actor, command: Publish) -> AgreementText:
    """Gives a room a new agreement; the old ones are kept. The text that it has already: nothing changes.

    After a material change whoever has not accepted it reads and writes nothing more there. Organisers only:
    not_permitted. Refusals: not_found, bad_request (no word on what changed).
    """
    require_organiser(actor)
    room = hold_room(tx, command.room)
    latest = latest_of(tx, room.id)
    if latest is not None and latest.text == command.text:
        return _shown(latest)
    if latest is not None and not command.what_changed:
        raise Refusal(ErrorCode.BAD_REQUEST, fields=["what_changed"])
    version = Version(latest.major, latest.edits).after(is_material=command.is_material) if latest else Version(1)
    agreement = Agreement(
        room_id=room.id,
        major=version.major,
        edits=version.edits,
        language=room.language,
        text=command.text,
        text_hash=sha256(command.text.encode()).hexdigest(),
        what_changed=command.what_changed if latest else "",
        published_at=tx.now,
        published_by=actor.account_id,
    )
    tx.session.add(agreement)
    tx.session.flush()
    log.publish(tx, room.id, log.append_change(tx, room.id, "agreement.changed", agreement.id), render_changed)
    _record(tx, actor, latest, agreement)
    if agreement.edits == 0:
        agreeing.ask_anew(tx, room, agreement.major)
    return _shown(agreement)


def read_agreement(tx: Tx, actor: Actor, command: AgreementOf) -> AtTheDoor:
    """What one promises who comes into a room, for anybody who knows where it is. Refusal: not_found."""
    room = find_room(tx, command.room)
    versions, place = tx.session.exec(_newest_first(room.id)).all(), place_of(tx, actor, room.id)
    agreed = place.agreed if place else 0
    return AtTheDoor(
        agreement=_shown(versions[0]) if versions else None,
        is_asked=place is not None and agreed < room.agreement,
        changes=[one.what_changed for one in reversed(versions) if 0 < agreed < one.major],
    )


def list_versions(tx: Tx, actor: Actor, command: AgreementOf) -> Versions:
    """Every agreement that a room has ever had, the newest first: what was promised stays readable. For anybody.

    Refusal: not_found.
    """
    return Versions(versions=[_shown(one) for one in tx.session.exec(_newest_first(find_room(tx, command.room).id))])


def _record(tx: Tx, actor: Actor, before: Agreement | None, after: Agreement) -> None:
    told = [
        {"version": str(Version(one.major, one.edits)), "text_sha256": one.text_hash} for one in (before, after) if one
    ]
    kind = ActionKind.AGREEMENT_PUBLISHED
    record(tx, actor, kind, room_id=after.room_id, before=told[0] if before else None, after=told[-1])


def _newest_first(room_id: str) -> SelectOfScalar[Agreement]:
    here = select(Agreement).where(Agreement.room_id == room_id)
    return here.order_by(col(Agreement.major).desc(), col(Agreement.edits).desc())


def latest_of(tx: Tx, room_id: str) -> Agreement | None:
    """The agreement of a room as it is now, None where it has none."""
    return tx.session.exec(_newest_first(room_id).limit(1)).first()


def _shown(agreement: Agreement) -> AgreementText:
    return AgreementText(
        version=str(Version(agreement.major, agreement.edits)),
        language=agreement.language,
        text=agreement.text,
        text_sha256=agreement.text_hash,
        what_changed=agreement.what_changed,
        published_at=agreement.published_at,
    )
