"""Use cases of what is said in a side room: sealed, read by the two alone, screened so that help is offered there too."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import delete
from sqlmodel import col, select
from starlette.requests import Request

from moderation import Draft, Verdict, preset, screen
from moderation.case import CaseKind
from moderation.reasons import Source
from moderation.verdict import Risk, Side
from server.actor import Actor
from server.distress.desk import raise_alert
from server.distress.side_bodies import AsideMessage, AsideMessages, ReadAside, SaidAside, SayAside
from server.distress.side_rooms import KEPT, find_side_room, keep_case, require_open, tell_both
from server.distress.tables import SideMessage, SideRoom
from server.errors import ErrorCode, Refusal
from server.ids import new_ordered_id
from server.review.opening import NewCase
from server.rooms.guiding import names_in
from server.storage.tx import Tx
from server.web.services import services_of

_WAKING = frozenset({Side.ALERT, Side.ESCALATE})
_MOST = 200  # messages a page


@dataclass(frozen=True, slots=True)
class Looked:
    """Something to say, and what the house rules found in it. Nothing of it is held or changed."""

    side_room: str
    client_id: str
    text: str = field(repr=False)
    verdict: Verdict = field(repr=False)


async def look(request: Request, actor: Actor, command: SayAside) -> Looked:
    """Before the transaction: what the house rules find in it."""
    policy = preset(services_of(request).settings.policy)
    verdict = screen(Draft(text=command.text, language=actor.language), policy)
    return Looked(command.side_room, command.client_id, command.text, verdict)


def say_aside(tx: Tx, actor: Actor, command: Looked) -> SaidAside:
    """Says something to the other. The same client id again: what was said then.

    Where the person's words tell of danger, it is added to their case. Refusals: not_found, side_room_not_open {state},
    same_id_other_text.
    """
    side = find_side_room(tx, actor, command.side_room)
    said = _said_before(tx, actor, side, command)
    if said is None:
        require_open(tx, side)
        said = _write(tx, actor, side, command)
        keep_case(tx, actor, side)
        if actor.account_id == side.person_account and command.verdict.sides & _WAKING:
            _alert(tx, side, said, command.verdict.risk)
        tell_both(tx, side)
    offers = actor.account_id == side.person_account and Side.SUPPORT in command.verdict.sides
    return SaidAside(n=said.n, at=said.at, support=offers)


def read_aside(tx: Tx, actor: Actor, command: ReadAside) -> AsideMessages:
    """What was said after a number, the first first; 200 at once. For the two, until a day after it has ended.

    Refusal: not_found.
    """
    side = find_side_room(tx, actor, command.side_room, is_held=False)
    later = select(SideMessage).where(SideMessage.side_room_id == side.id, SideMessage.n > command.after)
    found = tx.session.exec(later.order_by(col(SideMessage.n)).limit(_MOST)).all()
    names = names_in(tx, {side.room_id}, {one.account_id for one in found})
    by = {account_id: name for (_, account_id), name in names.items()}
    return AsideMessages(messages=[_shown(tx, actor, one, by.get(one.account_id), side) for one in found])


def find_faded(tx: Tx, actor: Actor, command: None) -> list[str]:
    """Side rooms whose words nobody may read any more, and which still have some; 100 at once."""
    faded = col(SideRoom.closed_at) <= tx.now - KEPT
    with_words = select(SideRoom.id).where(
        faded, col(SideRoom.id).in_(select(SideMessage.side_room_id).where(SideMessage.side_room_id == SideRoom.id))
    )
    return list(tx.session.exec(with_words.limit(100)))


def destroy_words(tx: Tx, actor: Actor, command: str) -> None:
    """Nothing that was said in a side room is kept: that it was, and how it ended, stays."""
    tx.connection.execute(delete(SideMessage).where(col(SideMessage.side_room_id) == command))


def _said_before(tx: Tx, actor: Actor, side: SideRoom, command: Looked) -> SideMessage | None:
    known = tx.session.exec(
        select(SideMessage).where(
            SideMessage.side_room_id == side.id,
            SideMessage.account_id == actor.account_id,
            SideMessage.client_id == command.client_id,
        )
    ).first()
    if known is not None and _opened(tx, known) != command.text:
        raise Refusal(ErrorCode.SAME_ID_OTHER_TEXT)
    return known


def _write(tx: Tx, actor: Actor, side: SideRoom, command: Looked) -> SideMessage:
    side.said += 1
    message_id = new_ordered_id()
    said = SideMessage(
        id=message_id,
        side_room_id=side.id,
        n=side.said,
        account_id=actor.account_id or "",
        client_id=command.client_id,
        sealed_text=tx.sealer.seal(command.text, "side_message", side.id, message_id),
        at=tx.now,
    )
    tx.session.add(said)
    tx.session.flush()
    return said


def _alert(tx: Tx, side: SideRoom, said: SideMessage, risk: Risk) -> None:
    if risk is Risk.NONE:
        return
    about = NewCase(
        kind=CaseKind.DISTRESS,
        room_id=side.room_id,
        about_participation=side.person_participation,
        message_id=said.id,
        source=Source.RULE,
    )
    raise_alert(tx, about, risk)


def _opened(tx: Tx, said: SideMessage) -> str:
    return tx.sealer.open(said.sealed_text, "side_message", said.side_room_id, said.id)


def _shown(tx: Tx, actor: Actor, said: SideMessage, by: str | None, side: SideRoom) -> AsideMessage:
    return AsideMessage(
        n=said.n,
        by=by,
        is_mine=said.account_id == actor.account_id,
        is_staff=said.account_id != side.person_account,
        text=_opened(tx, said),
        at=said.at,
    )
