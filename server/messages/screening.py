"""What a verdict means for a message that is about to be posted. Pure."""

from __future__ import annotations

from typing import Any

import msgspec

from moderation.verdict import Category, Outcome, Risk, Side, Span, Verdict
from server.errors import ErrorCode, Refusal

WAKING = frozenset({Side.ALERT, Side.ESCALATE})
"""What a human must hear of."""

_IDENTIFYING = frozenset({Category.CONTACT_DETAILS, Category.IDENTITY_NUMBER})


class Passed(msgspec.Struct, frozen=True):
    """A message may be posted: with these spans blanked out, veiled or not, and support offered to its author.

    `is_held`: not before a moderator has looked. `identifies`: others could find the author by what is blanked out.
    """

    masks: tuple[Span, ...] = ()
    is_veiled: bool = False
    offers_support: bool = False
    is_held: bool = False
    identifies: bool = False


def decide(verdict: Verdict, insisted: bool) -> Passed:
    """How a draft is posted. Raises Refusal look_again (the author may insist) or kept_back.

    Whoever is in danger is offered help also where their draft is held or kept back, and is asked nothing first: their
    words reach a human as they are, with what others could find them by blanked out. What could not be wholly looked at
    is held by the verdict itself, unless somebody's despair was heard in it: that is never silenced by a fault.
    """
    outcome, offers_support = verdict.outcome, Side.SUPPORT in verdict.sides
    if outcome is Outcome.ALLOW:
        return Passed(offers_support=offers_support)
    if outcome is Outcome.REFUSE:
        sentences = [sentence.as_json() for sentence in verdict.sentences]
        raise Refusal(ErrorCode.KEPT_BACK, sentences=sentences, support=offers_support)
    identifies = outcome is Outcome.MASK and _identifies(verdict)
    asks_first = (outcome is Outcome.NUDGE or identifies) and not verdict.sides & WAKING
    if asks_first and not insisted:
        raise Refusal(ErrorCode.LOOK_AGAIN, hides=outcome is Outcome.MASK, **_explained(verdict))
    masks = verdict.masks if outcome is Outcome.MASK or outcome is Outcome.VEIL else ()
    return Passed(masks, outcome is Outcome.VEIL, offers_support, outcome is Outcome.HOLD, identifies)


def told_of(verdict: Verdict) -> tuple[dict[str, Any], ...]:
    """The sentences that go to an author whose words are partly blanked out; none where they are not."""
    return tuple(sentence.as_json() for sentence in verdict.sentences) if verdict.outcome is Outcome.MASK else ()


def discloses(verdict: Verdict) -> bool:
    """Whether somebody speaks of what they suffer: that waits for nobody."""
    return verdict.risk is not Risk.NONE or any(
        found.counts and found.category is Category.DISCLOSURE for found in verdict.findings
    )


def _identifies(verdict: Verdict) -> bool:
    """Whether others could find the author by it: they are told before it is sent, and it is masked if they insist."""
    return any(found.counts and found.category in _IDENTIFYING for found in verdict.findings)


def _explained(verdict: Verdict) -> dict[str, Any]:
    """What to look at again: where, of which kind, and in which sentences. Never the words themselves."""
    return {
        "findings": [
            {"rule": found.rule, "category": found.category.value, "spans": [list(span) for span in found.spans]}
            for found in verdict.findings
            if found.counts
        ],
        "sentences": [sentence.as_json() for sentence in verdict.sentences],
    }
