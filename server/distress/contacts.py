"""Use cases of who is on call. Addresses and secrets are sealed; a secret is shown once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select
from starlette.requests import Request

from server.actions.service import ActionKind, record
from server.actor import Actor
from server.distress.active_hours import ActiveHours
from server.distress.addresses import AddressRefused
from server.distress.bodies import Contact, ContactToCall, OnCall, OneContact, SaveOnCall
from server.distress.calling import Alarm, Called, Calling
from server.distress.tables import CallResult, ContactKind, OnCallContact
from server.errors import ErrorCode, Refusal
from server.ids import new_id
from server.rooms.rights import require_organiser
from server.storage.tx import Tx
from server.web.services import services_of


def contacts_now(tx: Tx) -> list[OnCallContact]:
    """Everybody on call, in the organiser's order."""
    here = select(OnCallContact).where(col(OnCallContact.ended_at).is_(None))
    return list(tx.session.exec(here.order_by(col(OnCallContact.position), col(OnCallContact.id))))


def reachable(tx: Tx, contact: OnCallContact) -> Called:
    """A contact with its address and secret opened."""
    secret = contact.sealed_secret
    return Called(
        kind=contact.kind,
        address=tx.sealer.open(contact.sealed_address, "on_call_contact", contact.id, "address"),
        secret=tx.sealer.open(secret, "on_call_contact", contact.id, "secret") if secret else "",
        language=contact.languages[0] if contact.languages else "en",
    )


def read_on_call(tx: Tx, actor: Actor, command: None) -> OnCall:
    """Who is on call. Organisers only: not_permitted."""
    require_organiser(actor)
    return OnCall(contacts=[_shown(tx, contact) for contact in contacts_now(tx)])


async def check_addresses(request: Request, actor: Actor, command: SaveOnCall) -> SaveOnCall:
    """Before the transaction: each new address must be one to which something could be sent now.

    Raises Refusal not_permitted, contact_unusable {contact: number in the list, reason}.
    """
    require_organiser(actor)
    calling: Calling = services_of(request).calling
    for number, contact in enumerate(command.contacts, 1):
        if contact.address is not None:
            try:
                await calling.check(contact.kind, contact.address)
            except AddressRefused as refused:
                raise Refusal(ErrorCode.CONTACT_UNUSABLE, contact=number, reason=refused.fault.value) from None
    return command


def save_on_call(tx: Tx, actor: Actor, command: SaveOnCall) -> OnCall:
    """Says who is on call from now on. A new webhook's secret is in this answer and in no other.

    Organisers only: not_permitted. Refusals: not_found (an id that is not on call), bad_request (none of id and address).
    """
    require_organiser(actor)
    known = {contact.id: contact for contact in contacts_now(tx)}
    kept = [_placed(tx, actor, known, contact) for contact in command.contacts]
    for position, (contact, _) in enumerate(kept, 1):
        contact.position = position
        known.pop(contact.id, None)
    for gone in known.values():
        gone.ended_at = tx.now
        tx.session.add(gone)
    record(tx, actor, ActionKind.ON_CALL_CHANGED, after={"contacts": [one.kind.value for one, _ in kept]})
    return OnCall(contacts=[_shown(tx, contact, secret) for contact, secret in kept])


def _placed(
    tx: Tx, actor: Actor, known: dict[str, OnCallContact], given: ContactToCall
) -> tuple[OnCallContact, str | None]:
    """The contact that is meant, old or new, and the secret if it has just been made."""
    if given.id is None and given.address is None:
        raise Refusal(ErrorCode.BAD_REQUEST, fields=["contacts"])
    if given.id is not None and given.address is None:
        contact = known.get(given.id)
        if contact is None or contact.kind is not given.kind:
            raise Refusal(ErrorCode.NOT_FOUND)
        contact.languages, contact.hours = list(given.languages), _hours(given, contact)
        tx.session.add(contact)
        return contact, None
    return _new(tx, actor, given, known.get(given.id or ""))


def _hours(given: ContactToCall, before: OnCallContact | None) -> dict[str, Any] | None:
    if "hours" not in given.model_fields_set:
        return before.hours if before else None
    return given.hours.model_dump() if given.hours else None


def _new(tx: Tx, actor: Actor, given: ContactToCall, before: OnCallContact | None) -> tuple[OnCallContact, str | None]:
    """Another address is another contact, with a secret of its own: what was called before stays as it was called."""
    contact_id = new_id()
    secret = secrets.token_urlsafe(32) if given.kind is ContactKind.WEBHOOK else None
    contact = OnCallContact(
        id=contact_id,
        position=0,
        kind=given.kind,
        sealed_address=tx.sealer.seal(given.address or "", "on_call_contact", contact_id, "address"),
        sealed_secret=tx.sealer.seal(secret, "on_call_contact", contact_id, "secret") if secret else None,
        languages=list(given.languages),
        hours=_hours(given, before),
        added_at=tx.now,
        added_by=actor.account_id,
    )
    tx.session.add(contact)
    return contact, secret


@dataclass(frozen=True, slots=True)
class Tried:
    contact: str
    result: CallResult


async def try_contact(request: Request, actor: Actor, command: OneContact) -> Tried:
    """Before the transaction: sends a trial. Refusals: not_permitted, not_found."""
    services = services_of(request)
    called = await services.readers.run(_contact_to_try, actor, command)
    now = services.clock.now()
    alarm = Alarm("trial", new_id(), None, 0, int(now.timestamp()))
    calling: Calling = services.calling
    return Tried(command.contact, await calling.call(called, alarm))


def note_trial(tx: Tx, actor: Actor, command: Tried) -> Contact:
    """Writes what a trial came to. Refusals: not_permitted, not_found."""
    contact = _find(tx, actor, command.contact)
    contact.tried_at, contact.tried_result = tx.now, command.result
    tx.session.add(contact)
    return _shown(tx, contact)


def _contact_to_try(tx: Tx, actor: Actor, command: OneContact) -> Called:
    return reachable(tx, _find(tx, actor, command.contact))


def _find(tx: Tx, actor: Actor, contact_id: str) -> OnCallContact:
    require_organiser(actor)
    contact = tx.session.get(OnCallContact, contact_id)
    if contact is None or contact.ended_at is not None:
        raise Refusal(ErrorCode.NOT_FOUND)
    return contact


def _shown(tx: Tx, contact: OnCallContact, secret: str | None = None) -> Contact:
    return Contact(
        id=contact.id,
        kind=contact.kind,
        address=reachable(tx, contact).address,
        languages=contact.languages,
        hours=ActiveHours.model_validate(contact.hours) if contact.hours else None,
        tried_at=contact.tried_at,
        tried_result=contact.tried_result,
        secret=secret,
    )
