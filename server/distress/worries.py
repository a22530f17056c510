"""Use cases of being worried about somebody: said in one press, answered at once, told on later without any detail."""

from __future__ import annotations

from sqlmodel import col, select

from moderation.case import CaseKind, CaseOutcome
from moderation.reasons import Source
from server.actions.service import SERVER, ActionKind, record
from server.actor import Actor
from server.distress.bodies import WhatBecame, Worried, Worries, WorryReceipt
from server.distress.clock import start_clock
from server.distress.tables import Worry
from server.errors import ErrorCode, Refusal
from server.ids import new_id
from server.messages.around import author_of
from server.review.cases import Case, is_claimed
from server.review.opening import NewCase, open_case
from server.review.reporting import require_seen
from server.review.standing import tell_desk
from server.rooms.guiding import Place, place_with
from server.storage.tx import Tx

_LONGEST_NOTE = 2000


def say_worried(tx: Tx, actor: Actor, command: Worried) -> WorryReceipt:
    """A distress case about a person, or the one that is open; saying it again gives the same receipt.

    In any state of the room, and never refused for its pace. Nobody but the desk hears of it, the person least of all.
    Refusals: not_in_room (nor in the last 24 hours), not_found (no such person there), message_unknown.
    """
    mine = require_seen(tx, actor, command.room)
    about = place_with(tx, command.participation)
    if about is None or about.room_id != command.room:
        raise Refusal(ErrorCode.NOT_FOUND)
    if command.message is not None:
        _require_theirs(tx, mine, about, command)
    case = open_case(tx, _case_about(about, command, actor))
    case.message_id = case.message_id or command.message
    start_clock(tx, case)
    known = tx.session.exec(select(Worry).where(Worry.case_id == case.id, Worry.account_id == actor.account_id)).first()
    worry = known or _worry(tx, actor, case, mine[0], command)
    if known is None or _says_more(tx, worry, command):
        worry.message_id = command.message or worry.message_id
        _note(tx, worry, command.note)
        tx.session.add(worry)
        # who worried stands in no line of the log that anybody at the desk can read
        record(tx, SERVER, ActionKind.WORRY_RAISED, room_id=case.room_id, case_id=case.id, subject=about.id)
        tell_desk(tx, case)
    return _receipt(tx, worry, case)


def list_worries(tx: Tx, actor: Actor, command: None) -> Worries:
    """My worries about others, the newest first, and what became of each, without any detail."""
    mine = select(Worry, Case).join(Case, col(Worry.case_id) == Case.id).where(Worry.account_id == actor.account_id)
    found = tx.session.exec(mine.order_by(col(Worry.at).desc(), col(Worry.id)).limit(100))
    return Worries(worries=[_receipt(tx, worry, case) for worry, case in found])


def tell_worried(tx: Tx, case: Case) -> None:
    """A case has ended: those who worried about it look again, once each."""
    for worry in tx.session.exec(select(Worry).where(Worry.case_id == case.id, col(Worry.told_at).is_(None))):
        worry.told_at = tx.now
        tx.session.add(worry)
        tx.outbox.notice(worry.account_id, "worries")


def note_of(tx: Tx, worry: Worry) -> str:
    """What somebody added to their worry, for the desk."""
    return tx.sealer.open(worry.sealed_note, "worry", worry.room_id, worry.id) if worry.sealed_note else ""


def _require_theirs(tx: Tx, mine: list[Place], about: Place, command: Worried) -> None:
    """A message of that person which one may read, or could when one was there. Raises Refusal message_unknown."""
    if author_of(tx, command.room, command.message or "", mine) != about.id:
        raise Refusal(ErrorCode.MESSAGE_UNKNOWN)


def _case_about(about: Place, command: Worried, actor: Actor) -> NewCase:
    return NewCase(
        kind=CaseKind.DISTRESS,
        room_id=command.room,
        about_participation=about.id,
        message_id=command.message,
        source=Source.REPORT,
        brought_by=actor.account_id,
    )


def _worry(tx: Tx, actor: Actor, case: Case, mine: Place, command: Worried) -> Worry:
    return Worry(
        id=new_id(),
        case_id=case.id,
        room_id=command.room,
        account_id=actor.account_id or "",
        participation_id=mine.id,
        about_participation=command.participation,
        message_id=command.message,
        at=tx.now,
    )


def _says_more(tx: Tx, worry: Worry, command: Worried) -> bool:
    """Whether there is anything new in what somebody says again: the desk hears of that, and not of a second press."""
    is_elsewhere = command.message is not None and command.message != worry.message_id
    before = note_of(tx, worry)
    is_noted = not command.note or before == command.note or before.endswith(f"\n{command.note}")
    return is_elsewhere or not is_noted


def _note(tx: Tx, worry: Worry, note: str) -> None:
    """Adds to what was noted before; the newest words are the ones that are kept where it grows too long."""
    if not note:
        return
    before = note_of(tx, worry)
    words = f"{before}\n{note}" if before else note
    worry.sealed_note = tx.sealer.seal(words[-_LONGEST_NOTE:], "worry", worry.room_id, worry.id)


def _receipt(tx: Tx, worry: Worry, case: Case) -> WorryReceipt:
    return WorryReceipt(id=worry.id, room=worry.room_id, at=worry.at, became=_became(tx, case))


def _became(tx: Tx, case: Case) -> WhatBecame:
    if case.closed_at is None:
        return WhatBecame.TAKEN if is_claimed(case, tx.now) else WhatBecame.WAITING
    return WhatBecame.TALKED if case.outcome is CaseOutcome.TALKED else WhatBecame.SEEN_TO
