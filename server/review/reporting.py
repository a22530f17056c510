"""Use cases of reporting: it always arrives, the person gets a receipt now and hears the outcome later."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, func, select

from moderation.case import CaseKind, CaseOutcome
from server.actions.service import SERVER, ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.ids import new_id
from server.messages.around import author_of
from server.review.auto_hiding import hide_if_unattended
from server.review.bodies import MyReport, MyReports, Receipt, SendReport
from server.review.opening import NewCase, open_case, reach_somebody
from server.review.standing import tell_desk
from server.review.tables import Case, Report
from server.rooms.guiding import Place, place_with, places_since, room_names
from server.rooms.rights import hold_room
from server.storage.tx import Tx

STILL_THERE = timedelta(hours=24)  # for so long whoever has left can still report what they saw
_AN_HOUR = timedelta(hours=1)
_AT_ONCE = 10  # reports in an hour; what comes after waits behind the others', and is never refused
_MOST_SHOWN = 100

_WORDS = "report.received"
_WORDS_QUEUED = "report.received_queued"
_ACTED = frozenset({CaseOutcome.MESSAGE_REMOVED, CaseOutcome.SANCTIONED})
_OUTCOMES = {CaseOutcome.NO_BREACH: "report.outcome.no_breach", CaseOutcome.TALKED: "report.outcome.talked"}
_LOOKED_AT = "report.outcome.looked_at"


def send_report(tx: Tx, actor: Actor, command: SendReport) -> Receipt:
    """Brings a message or a person to the desk of the room. Reported before: the same receipt again.

    Neither a sanction, nor a closed room, nor the number of reports stands in the way; a flood waits for its turn
    before it comes here (`turns`). Refusals: bad_request (neither or both), not_in_room (not there in the last 24
    hours), message_unknown, not_found, about_yourself.
    """
    if (command.message is None) == (command.participation is None):
        raise Refusal(ErrorCode.BAD_REQUEST, fields=["message", "participation"])
    places = require_seen(tx, actor, command.room)
    about = whom(tx, command, places)
    hold_room(tx, command.room)  # pressed twice, at two processes: the second sees what the first has written
    known = _reported_before(tx, actor, command.message or about)
    report = known or _file(tx, places[0], command, about)
    return Receipt(
        receipt=report.id,
        words=_WORDS_QUEUED if report.is_queued else _WORDS,
        is_queued=report.is_queued,
        received_at=report.at,
    )


def list_my_reports(tx: Tx, actor: Actor, command: None) -> MyReports:
    """What I have reported and what became of it, the newest first; at most 100."""
    mine = (
        select(Report, Case)
        .join(Case, col(Report.case_id) == Case.id)
        .where(Report.account_id == (actor.account_id or ""))
        .order_by(col(Report.at).desc(), col(Report.id))
        .limit(_MOST_SHOWN)
    )
    found = tx.session.exec(mine).all()
    names = room_names(tx, {report.room_id for report, _ in found})
    return MyReports(reports=[_shown(tx, report, case, names) for report, case in found])


def require_seen(tx: Tx, actor: Actor, room_id: str) -> list[Place]:
    """The actor's places in a room, now or in the last 24 hours, the newest first. Raises Refusal not_in_room."""
    places = places_since(tx, actor.account_id, room_id, tx.now - STILL_THERE)
    if not places:
        raise Refusal(ErrorCode.NOT_IN_ROOM)
    return places


def whom(tx: Tx, command: SendReport, places: list[Place]) -> str:
    """Whom a report is about: a participation. Refusals: message_unknown, not_found, about_yourself."""
    if command.message is not None:
        about = author_of(tx, command.room, command.message, places)
    else:
        about = command.participation or ""
    person = place_with(tx, about)
    if person is None or person.room_id != command.room:
        raise Refusal(ErrorCode.NOT_FOUND)
    if person.account_id == places[0].account_id:
        raise Refusal(ErrorCode.ABOUT_YOURSELF)
    return about


def tell_reporters(tx: Tx, case: Case) -> None:
    """Whoever reported what a case was about hears that it has been looked at."""
    for account_id in sorted(tx.session.exec(select(Report.account_id).where(Report.case_id == case.id))):
        tx.outbox.notice(account_id, "reports")


def _file(tx: Tx, place: Place, command: SendReport, about: str) -> Report:
    is_queued = _reports_since(tx, place.account_id, tx.now - _AN_HOUR) >= _AT_ONCE
    new = NewCase(
        kind=CaseKind.REPORT,
        room_id=command.room,
        about_participation=about,
        message_id=command.message,
        brought_by=place.account_id,
        is_queued=is_queued,
    )
    case = open_case(tx, new)
    report = _insert(tx, case, place, command, is_queued=is_queued)
    if case.opened_at != tx.now and reach_somebody(
        tx, case
    ):  # who has reported cannot decide; of a new one it is known
        tell_desk(tx, case)
    hide_if_unattended(tx, case)
    # who reported stands in no line of the log that anybody at the desk can read
    record(tx, SERVER, ActionKind.REPORT_FILED, room_id=case.room_id, case_id=case.id, subject=about)
    return report


def _insert(tx: Tx, case: Case, place: Place, command: SendReport, *, is_queued: bool) -> Report:
    report_id = new_id()
    report = Report(
        id=report_id,
        case_id=case.id,
        matter=case.matter,
        room_id=command.room,
        account_id=place.account_id,
        participation_id=place.id,
        reason=command.reason,
        sealed_note=tx.sealer.seal(command.note, "report", command.room, report_id) if command.note else None,
        is_queued=is_queued,
        at=tx.now,
    )
    tx.session.add(report)
    tx.session.flush()
    return report


def _reported_before(tx: Tx, actor: Actor, matter: str) -> Report | None:
    """A message is reported once; a person again once the case about them is closed."""
    theirs = (
        select(Report, Case)
        .join(Case, col(Report.case_id) == Case.id)
        .where(Report.account_id == (actor.account_id or ""), Report.matter == matter)
        .order_by(col(Report.at).desc())
    )
    for report, case in tx.session.exec(theirs):
        if case.message_id is not None or case.closed_at is None:
            return report
    return None


def _reports_since(tx: Tx, account_id: str, since: object) -> int:
    recent = select(func.count()).where(Report.account_id == account_id, col(Report.at) > since)
    return tx.session.exec(recent).one()


def _shown(tx: Tx, report: Report, case: Case, names: dict[str, str]) -> MyReport:
    sealed = case.sealed_sentence
    return MyReport(
        receipt=report.id,
        room_name=names.get(report.room_id, ""),
        reason=report.reason,
        received_at=report.at,
        is_queued=report.is_queued and case.closed_at is None,
        outcome=_outcome(case),
        sentence=tx.sealer.open(bytes(sealed), "sentence", case.id) if sealed else "",
        closed_at=case.closed_at,
    )


def _outcome(case: Case) -> str | None:
    """What is told of an outcome: that something was done, never what was done to somebody else."""
    if case.closed_at is None or case.outcome is None:
        return None
    return "report.outcome.acted" if case.outcome in _ACTED else _OUTCOMES.get(case.outcome, _LOOKED_AT)
