"""The closed list of refusals. A code is a fact; the sentence a person reads is the client's (`error.<code>`)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class ErrorCode(StrEnum):
    """Every reason for which the server says no. Documented in docs/errors.md, translated in server/i18n."""

    ABOUT_YOURSELF = "about_yourself"
    AGREEMENT_REQUIRED = "agreement_required"
    ALREADY_ANSWERED = "already_answered"
    ALREADY_APPLIED = "already_applied"
    ALREADY_ESCALATED = "already_escalated"
    ALREADY_IN_ROOM = "already_in_room"
    BAD_REQUEST = "bad_request"
    CASE_CLOSED = "case_closed"
    CLAIMED_BY_ANOTHER = "claimed_by_another"
    COLLEAGUE_ABSENT = "colleague_absent"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    CONTACT_UNUSABLE = "contact_unusable"
    ENOUGH_CASES = "enough_cases"
    EXCLUDED = "excluded"
    FACILITATOR_NEEDED = "facilitator_needed"
    FOREIGN_ORIGIN = "foreign_origin"
    HELP_NUMBERS_MISSING = "help_numbers_missing"
    HISTORY_CHANGED = "history_changed"
    INTERNAL = "internal"
    INVITATION_INVALID = "invitation_invalid"
    KEPT_BACK = "kept_back"
    LAST_ON_DUTY = "last_on_duty"
    LISTENING_ONLY = "listening_only"
    LOAD_LIMIT = "load_limit"
    LOOK_AGAIN = "look_again"
    MAIL_UNAVAILABLE = "mail_unavailable"
    MEETINGS_OVERLAP = "meetings_overlap"
    MEETING_NOT_BEGUN = "meeting_not_begun"
    MEETING_OVER = "meeting_over"
    MEETING_TIMES_WRONG = "meeting_times_wrong"
    MESSAGE_UNKNOWN = "message_unknown"
    MODE_CHANGED = "mode_changed"
    MUCH_IS_WAITING = "much_is_waiting"
    MUTED = "muted"
    NAME_PROTECTED = "name_protected"
    NAME_TAKEN = "name_taken"
    NAME_UNUSABLE = "name_unusable"
    NOBODY_ON_DUTY = "nobody_on_duty"
    NOT_CLAIMED_BY_YOU = "not_claimed_by_you"
    NOT_FOUND = "not_found"
    NOT_IN_ROOM = "not_in_room"
    NOT_NOW = "not_now"
    NOT_ON_DUTY = "not_on_duty"
    NOT_PERMITTED = "not_permitted"
    NOT_SIGNED_IN = "not_signed_in"
    NOT_THERE = "not_there"
    NOT_TRAINED = "not_trained"
    NOT_YOUR_TURN = "not_your_turn"
    NO_SANCTION_HERE = "no_sanction_here"
    ON_A_BREAK = "on_a_break"
    OUTCOME_NOT_FOR_THIS_KIND = "outcome_not_for_this_kind"
    OUTSIDE_HOURS = "outside_hours"
    PASSWORD_TOO_EASY = "password_too_easy"
    PASSWORD_TOO_LONG = "password_too_long"
    PASSWORD_TOO_SHORT = "password_too_short"
    PRESENCE_UNKNOWN = "presence_unknown"
    PROMISE_FROZEN = "promise_frozen"
    QUESTION_UNKNOWN = "question_unknown"
    REASONS_MISSING = "reasons_missing"
    REGISTRATION_CLOSED = "registration_closed"
    ROOM_CLOSED = "room_closed"
    ROOM_ENDED = "room_ended"
    ROOM_FULL = "room_full"
    ROOM_LOCKED = "room_locked"
    ROOM_PAUSED = "room_paused"
    SAME_ID_OTHER_TEXT = "same_id_other_text"
    SEATS_TAKEN = "seats_taken"
    SECOND_VOICE_DECLINED = "second_voice_declined"
    SECOND_VOICE_WAITING = "second_voice_waiting"
    SERVER_BUSY = "server_busy"
    SIDE_ROOM_NOT_OPEN = "side_room_not_open"
    SIGN_IN_FAILED = "sign_in_failed"
    STALE_VERSION = "stale_version"
    STORAGE_UNAVAILABLE = "storage_unavailable"
    SUSPENDED = "suspended"
    TEXT_EMPTY = "text_empty"
    TEXT_TOO_LONG = "text_too_long"
    TEXT_UNUSABLE = "text_unusable"
    TOO_FAST = "too_fast"
    TOO_LARGE = "too_large"
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    TRAINING_EXPIRED = "training_expired"
    UNKNOWN_COMMAND = "unknown_command"
    WARNING_UNREAD = "warning_unread"


_STATUS = {
    ErrorCode.AGREEMENT_REQUIRED: 409,
    ErrorCode.FOREIGN_ORIGIN: 403,
    ErrorCode.INTERNAL: 500,
    ErrorCode.INVITATION_INVALID: 404,
    ErrorCode.MESSAGE_UNKNOWN: 404,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.NOT_IN_ROOM: 404,
    ErrorCode.NOT_PERMITTED: 403,
    ErrorCode.NOT_SIGNED_IN: 401,
    ErrorCode.SERVER_BUSY: 503,
    ErrorCode.SIGN_IN_FAILED: 403,
    ErrorCode.STORAGE_UNAVAILABLE: 503,
    ErrorCode.TOO_FAST: 429,
    ErrorCode.TOO_LARGE: 413,
    ErrorCode.TOO_MANY_ATTEMPTS: 429,
    ErrorCode.ALREADY_ANSWERED: 409,
    ErrorCode.ALREADY_APPLIED: 409,
    ErrorCode.ALREADY_IN_ROOM: 409,
    ErrorCode.HISTORY_CHANGED: 409,
    ErrorCode.NAME_TAKEN: 409,
    ErrorCode.ROOM_CLOSED: 409,
    ErrorCode.ROOM_FULL: 409,
    ErrorCode.SAME_ID_OTHER_TEXT: 409,
    ErrorCode.WARNING_UNREAD: 409,
    ErrorCode.MUTED: 409,
    ErrorCode.SUSPENDED: 409,
    ErrorCode.EXCLUDED: 403,
    ErrorCode.NOT_YOUR_TURN: 409,
    ErrorCode.LISTENING_ONLY: 409,
    ErrorCode.ON_A_BREAK: 409,
    ErrorCode.MODE_CHANGED: 409,
    ErrorCode.STALE_VERSION: 409,
    ErrorCode.NOT_THERE: 409,
    ErrorCode.NOT_NOW: 409,
    ErrorCode.QUESTION_UNKNOWN: 404,
    ErrorCode.CASE_CLOSED: 409,
    ErrorCode.CLAIMED_BY_ANOTHER: 409,
    ErrorCode.NOT_CLAIMED_BY_YOU: 409,
    ErrorCode.ALREADY_ESCALATED: 409,
    ErrorCode.CONFLICT_OF_INTEREST: 409,
    ErrorCode.ROOM_PAUSED: 409,
    ErrorCode.ROOM_ENDED: 409,
    ErrorCode.NOBODY_ON_DUTY: 409,
    ErrorCode.OUTSIDE_HOURS: 409,
    ErrorCode.NOT_TRAINED: 409,
    ErrorCode.TRAINING_EXPIRED: 409,
    ErrorCode.LOAD_LIMIT: 409,
    ErrorCode.LAST_ON_DUTY: 409,
    ErrorCode.NOT_ON_DUTY: 403,
    ErrorCode.PRESENCE_UNKNOWN: 503,
    ErrorCode.COLLEAGUE_ABSENT: 409,
    ErrorCode.MEETINGS_OVERLAP: 409,
    ErrorCode.MEETING_OVER: 409,
    ErrorCode.PROMISE_FROZEN: 409,
    ErrorCode.SEATS_TAKEN: 409,
    ErrorCode.REGISTRATION_CLOSED: 409,
    ErrorCode.MAIL_UNAVAILABLE: 409,
    ErrorCode.ROOM_LOCKED: 409,
    ErrorCode.ENOUGH_CASES: 409,
    ErrorCode.SECOND_VOICE_WAITING: 409,
    ErrorCode.SECOND_VOICE_DECLINED: 409,
    ErrorCode.SIDE_ROOM_NOT_OPEN: 409,
    ErrorCode.MUCH_IS_WAITING: 429,
    ErrorCode.MEETING_NOT_BEGUN: 409,
}


def status_of(code: ErrorCode) -> int:
    """The HTTP status a code travels with; 422 where nothing more exact exists."""
    return _STATUS.get(code, 422)


class Refusal(Exception):
    """A clear no: nothing was changed, the person's words stay with them.

    `retry_after` is in seconds, None where waiting does not help. `details` never repeat what was typed.
    """

    def __init__(self, code: ErrorCode, *, retry_after: float | None = None, **details: Any) -> None:
        super().__init__(code.value)
        self.code = code
        self.retry_after = retry_after
        self.details = details

    def as_dict(self) -> dict[str, Any]:
        return {"code": self.code.value, "retry_after": self.retry_after, "details": self.details}
