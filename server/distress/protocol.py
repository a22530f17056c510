"""Use cases of the protocol: what the organisation wants done in a distress case, and what has been done in one."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import col, select

from server.actions.service import ActionKind, record
from server.actor import Actor, Role
from server.distress.case_bodies import MarkStep, ProtocolSteps, SaveSteps, StepShown
from server.distress.tables import CaseStep, ProtocolStep
from server.errors import ErrorCode, Refusal
from server.ids import new_id
from server.review.cases import Case
from server.review.standing import desk_rooms, find_case, require_held, tell_desk
from server.rooms.rights import may_organise, require_organiser
from server.storage.tx import Tx

OURS = ("say_you_are_here", "ask_openly", "ask_if_safe_now", "ask_who_is_near", "give_the_numbers", "agree_what_next")
"""The steps of an organisation that has written none of its own, as codes whose sentences the client has."""

AFTER_CARE: Mapping[str, tuple[str, ...]] = {
    "group": ("tell_what_you_can", "slow_down", "name_the_help", "leave_time"),
    "moderator": ("take_a_pause", "talk_to_a_buddy", "write_down_what_stays", "say_if_it_was_too_much"),
}
"""What helps afterwards, as codes: those who were there, and whoever was with the person."""


def read_steps(tx: Tx, actor: Actor, command: None) -> ProtocolSteps:
    """The steps, and what helps afterwards. For organisers and whoever works at a desk: not_permitted."""
    is_staff = actor.has(Role.MODERATOR) or actor.has(Role.PROFESSIONAL) or bool(desk_rooms(tx, actor))
    if not (is_staff or may_organise(actor)):
        raise Refusal(ErrorCode.NOT_PERMITTED)
    return _shown(tx)


def save_steps(tx: Tx, actor: Actor, command: SaveSteps) -> ProtocolSteps:
    """Writes the organisation's own steps; none brings ours back. What was done under old ones stays recorded.

    Organisers only: not_permitted. Refusal: not_found (an id that is no step now).
    """
    require_organiser(actor)
    known = {step.id: step for step in _own(tx)}
    for position, given in enumerate(command.steps, 1):
        step = (
            known.pop(given.id, None) if given.id else ProtocolStep(id=new_id(), position=0, texts={}, saved_at=tx.now)
        )
        if step is None:
            raise Refusal(ErrorCode.NOT_FOUND)
        step.position, step.texts, step.saved_by, step.saved_at = position, dict(given.texts), actor.account_id, tx.now
        tx.session.add(step)
    for gone in known.values():
        gone.ended_at = tx.now
        tx.session.add(gone)
    record(tx, actor, ActionKind.STEPS_CHANGED, after={"steps": len(command.steps)})
    tx.session.flush()
    return _shown(tx)


def mark_step(tx: Tx, actor: Actor, command: MarkStep) -> None:
    """Says that a step has been done in a case, or has not. Refusals: not_found, case_closed, claimed_by_another {by},
    not_claimed_by_you.
    """
    case = find_case(tx, actor, command.case)
    require_held(tx, actor, case)
    if command.step not in steps_now(tx):
        raise Refusal(ErrorCode.NOT_FOUND)
    done = tx.session.get(CaseStep, (case.id, command.step))
    if (done is not None) == command.is_done:
        return
    if done is not None:
        tx.session.delete(done)
    else:
        tx.session.add(CaseStep(case_id=case.id, step=command.step, account_id=actor.account_id or "", done_at=tx.now))
    told = {"step": command.step, "is_done": command.is_done}
    record(tx, actor, ActionKind.STEP_RECORDED, room_id=case.room_id, case_id=case.id, after=told)
    tell_desk(tx, case)


def steps_now(tx: Tx) -> dict[str, dict[str, str]]:
    """The steps in their order: id or code, and sentences by language, none for ours."""
    return {step.id: step.texts for step in _own(tx)} or {code: {} for code in OURS}


def done_in(tx: Tx, case: Case) -> dict[str, CaseStep]:
    """What has been done in a case, by step."""
    return {one.step: one for one in tx.session.exec(select(CaseStep).where(CaseStep.case_id == case.id))}


def _own(tx: Tx) -> list[ProtocolStep]:
    now = select(ProtocolStep).where(col(ProtocolStep.ended_at).is_(None))
    return list(tx.session.exec(now.order_by(col(ProtocolStep.position), col(ProtocolStep.id))))


def _shown(tx: Tx) -> ProtocolSteps:
    steps = [StepShown(step=step, texts=texts) for step, texts in steps_now(tx).items()]
    return ProtocolSteps(steps=steps, after_care={name: list(codes) for name, codes in AFTER_CARE.items()})
