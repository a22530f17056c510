"""Statements of reasons: what somebody reads at the moment something is done about what they wrote or did."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.dates import format_date

from moderation.reasons import ReasonCode, Restriction, Source, StatementOfReasons, gaps_of
from server.errors import ErrorCode, Refusal
from server.i18n import LANGUAGES, texts
from server.sanctions.tables import ReasonTemplate
from server.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why: which rule of those agreed on (or which law), how it came to be known, and in a moderator's own words.

    `about_at` is when it was written; None where it is about more than one message. `is_question`: what was written
    was asked in a classroom.
    """

    reason: ReasonCode
    rule: str
    words: str = ""
    source: Source = Source.REPORT
    about_at: datetime | None = None
    is_question: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What is done, where (None: everywhere) and until when."""

    restriction: Restriction
    room_id: str | None
    ends_at: datetime | None = None


def statement_for(tx: Tx, language: str, scope: Scope, reasons: Reasons) -> StatementOfReasons:
    """The statement in somebody's language. Raises Refusal reasons_missing with what it lacks."""
    statement = StatementOfReasons(
        restriction=scope.restriction,
        reason=reasons.reason,
        ground=reasons.rule.strip() or _own_rules(_known(language), reasons),
        facts=_facts(tx, _known(language), reasons),
        explanation=_explanation(tx, _known(language), reasons),
        source=reasons.source,
        issued_at=tx.now,
        scope=scope.room_id,
        ends_at=scope.ends_at,
        was_found_by_rule=reasons.source is Source.RULE,
    )
    if gaps := gaps_of(statement):
        raise Refusal(ErrorCode.REASONS_MISSING, missing=sorted(gaps))
    return statement


def seal_statement(tx: Tx, sanction_id: str, statement: StatementOfReasons, *, is_question: bool = False) -> bytes:
    told = statement.as_json() | {"is_question": is_question}
    return tx.sealer.seal(json.dumps(told, ensure_ascii=False), "sanction", sanction_id)


def open_statement(tx: Tx, sanction_id: str, sealed: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(tx.sealer.open(bytes(sealed), "sanction", sanction_id))
    return found


def template_for(tx: Tx, language: str, reason: ReasonCode) -> str:
    """The organisation's own sentence for a reason, or ours."""
    own = tx.session.get(ReasonTemplate, (language, reason))
    return own.text if own else texts(_known(language))[f"reason.{reason}"]


def _own_rules(language: str, reasons: Reasons) -> str:
    """Where nobody named a rule; which law it is must be said."""
    return "" if reasons.reason is ReasonCode.UNLAWFUL else texts(language)["statement.house_rules"]


def _explanation(tx: Tx, language: str, reasons: Reasons) -> str:
    return "\n\n".join(part for part in (template_for(tx, language, reasons.reason), reasons.words.strip()) if part)


def _facts(tx: Tx, language: str, reasons: Reasons) -> str:
    written = "statement.about_question" if reasons.is_question else "statement.about_message"
    key = written if reasons.about_at else "statement.about_conduct"
    day = format_date((reasons.about_at or tx.now).date(), format="long", locale=language)
    return texts(language)[key].replace("{date}", day)


def _known(language: str) -> str:
    return language if language in LANGUAGES else LANGUAGES[0]
