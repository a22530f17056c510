"""What can stand in the log of actions, in a closed list."""

from __future__ import annotations

from enum import StrEnum


class ActorKind(StrEnum):
    """Who acted: a person with an account, the operator at the command line, or the server at its time."""

    ACCOUNT = "account"
    OPERATOR = "operator"
    SERVER = "server"


class ActionKind(StrEnum):
    """What was done, or what happened by itself. A slice adds its own here; none is ever renamed."""

    # cases
    REPORT_FILED = "report.filed"
    CASE_OPENED = "case.opened"
    CASE_SEEN = "case.seen"
    CASE_CLAIMED = "case.claimed"
    CASE_RELEASED = "case.released"
    CASE_HANDED_ON = "case.handed_on"
    CASE_NOTED = "case.noted"
    CASE_ESCALATED = "case.escalated"
    CASE_CLOSED = "case.closed"
    CLAIM_LOST = "claim.lost"
    DESK_PAUSED = "desk.paused"
    # distress
    WORRY_RAISED = "worry.raised"
    ALERT_RAISED = "alert.raised"
    CONTACT_CALLED = "contact.called"
    ON_CALL_CHANGED = "on_call.changed"
    STEP_RECORDED = "step.recorded"
    STEPS_CHANGED = "steps.changed"
    SIDE_ROOM_OFFERED = "side_room.offered"
    SIDE_ROOM_ANSWERED = "side_room.answered"
    SIDE_ROOM_HANDED_OVER = "side_room.handed_over"
    SIDE_ROOM_CLOSED = "side_room.closed"
    # what was said, and by whom
    SANCTION_GIVEN = "sanction.given"
    SANCTION_ACKNOWLEDGED = "sanction.acknowledged"
    SANCTION_REVERSED = "sanction.reversed"
    SANCTION_CHANGED = "sanction.changed"
    APPEAL_FILED = "appeal.filed"
    APPEAL_DECIDED = "appeal.decided"
    COMPLAINT_FILED = "complaint.filed"
    COMPLAINT_ANSWERED = "complaint.answered"
    TEMPLATE_CHANGED = "template.changed"
    MESSAGE_HELD = "message.held"
    MESSAGE_RELEASED = "message.released"
    MESSAGE_RETURNED = "message.returned"
    MESSAGE_WITHDRAWN = "message.withdrawn"
    MESSAGE_HIDDEN = "message.hidden"
    MESSAGE_SHOWN_AGAIN = "message.shown_again"
    MESSAGE_NOTED = "message.noted"
    COPY_OPENED = "copy.opened"
    COPY_DESTROYED = "copy.destroyed"
    CRITICISM_REVIEWED = "criticism.reviewed"
    # the room
    ROOM_CHANGED = "room.changed"
    ROOM_STATE_CHANGED = "room.state_changed"
    ROOM_LOCKED = "room.locked"
    ROOM_UNLOCKED = "room.unlocked"
    RAID_SUSPECTED = "raid.suspected"
    RAID_OVER = "raid.over"
    CAUTION_GIVEN = "caution.given"
    CAUTION_ENDED = "caution.ended"
    SEATING_CHANGED = "seating.changed"
    TURN_ORDERED = "turn.ordered"
    TURN_FORCED = "turn.forced"
    QUESTION_ANSWERED = "question.answered"
    ROUND_CHANGED = "round.changed"
    AGREEMENT_PUBLISHED = "agreement.published"
    SIGNATURE_RECORDED = "signature.recorded"
    # the staff
    DUTY_STARTED = "duty.started"
    DUTY_ENDED = "duty.ended"
    DUTY_HANDED_OVER = "duty.handed_over"
    TRAINING_RECORDED = "training.recorded"
    ROLE_CHANGED = "role.changed"
    PROFESSIONAL_VERIFIED = "professional.verified"
    MEETING_CHANGED = "meeting.changed"
    ORGANISATION_CHANGED = "organisation.changed"
