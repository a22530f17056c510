"""What the path of a message tells the desk: somebody may be in danger, or a message waits for a human."""

from __future__ import annotations

from moderation.case import CaseKind
from moderation.reasons import Source
from moderation.verdict import Risk, Verdict
from server.actions.service import SERVER, ActionKind, record
from server.actor import Actor
from server.distress.clock import start_clock
from server.distress.noticing import NOTICED
from server.distress.tables import Alert
from server.ids import new_id
from server.messages.around import said
from server.messages.desk import Criticism, Screened
from server.review.asking_outside import ask_outside
from server.review.cases import Case
from server.review.opening import NewCase, find_open, open_case
from server.review.standing import tell_desk
from server.storage.tx import Tx

UNCHECKED = "unchecked"
"""The level of a case that was opened because a check could not be made."""


class TheDesk:
    """See `server.messages.desk.Desk`."""

    def alert(self, tx: Tx, screened: Screened) -> None:
        """Opens a distress case about the author, or adds to the open one. A fault alone is the desk's ordinary work."""
        risk = screened.verdict.risk
        if risk is not Risk.NONE:
            raise_alert(tx, _distress(screened.room_id, screened.seat.person.participation, screened.message_id), risk)
        elif not screened.is_held:
            open_case(tx, _by_rule(CaseKind.REPORT, screened, UNCHECKED))

    def hold(self, tx: Tx, screened: Screened) -> None:
        """Opens a case about a message that is not shown to anybody before somebody has looked at it."""
        open_case(tx, _by_rule(CaseKind.HOLD, screened, _gravest(screened.verdict)))

    def ask_outside(self, tx: Tx, actor: Actor, criticism: Criticism) -> bool:
        """Decides at the desk, where the second voice is asked; see `server.review.asking_outside`."""
        return ask_outside(tx, actor, criticism)


def raise_alert(tx: Tx, new: NewCase, risk: Risk) -> Case:
    """A rule has heard something in a message of a person: their case, with its clock running.

    The case shows the gravest of what was said in the room, and not what happened to be heard first.
    """
    was_open = find_open(tx, new) is not None
    case = open_case(tx, new)
    tx.session.add(Alert(id=new_id(), case_id=case.id, message_id=new.message_id or "", risk=risk, at=tx.now))
    is_graver = case.level in {"", NOTICED} or Risk(case.level) < risk
    if is_graver:
        case.level = risk.value
    if new.message_id and (is_graver or case.message_id is None) and said(tx, new.message_id) is not None:
        case.message_id = new.message_id
    tx.session.add(case)
    start_clock(tx, case, risk)
    record(
        tx,
        SERVER,
        ActionKind.ALERT_RAISED,
        room_id=case.room_id,
        case_id=case.id,
        subject=case.about_participation,
        after={"risk": risk.value, "message": new.message_id},
    )
    if was_open:
        tell_desk(tx, case)
    return case


def _distress(room_id: str, participation_id: str, message_id: str) -> NewCase:
    return NewCase(
        kind=CaseKind.DISTRESS,
        room_id=room_id,
        about_participation=participation_id,
        message_id=message_id,
        source=Source.RULE,
    )


def _by_rule(kind: CaseKind, screened: Screened, level: str) -> NewCase:
    return NewCase(
        kind=kind,
        room_id=screened.room_id,
        about_participation=screened.seat.person.participation,
        message_id=screened.message_id,
        source=Source.RULE,
        level=level,
    )


def _gravest(verdict: Verdict) -> str:
    """Of what kind the gravest finding is, as a code."""
    if verdict.degraded:
        return UNCHECKED
    found = max((one for one in verdict.findings if one.counts), key=lambda one: one.severity, default=None)
    return found.category.value if found else ""
