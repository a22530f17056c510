"""Draft and policy in, verdict out."""

from __future__ import annotations

from moderation.deciding import decide
from moderation.detecting import rule_findings
from moderation.draft import Draft
from moderation.policy import Policy
from moderation.text.plain import plain_view
from moderation.verdict import Verdict


def screen(draft: Draft, policy: Policy) -> Verdict:
    """The verdict on a draft under a policy. Never raises; a check that fails is named in `degraded`."""
    try:
        view = plain_view(draft.text)
        findings, failed = rule_findings(policy.book, view, draft.language)
    except Exception:  # noqa: BLE001
        # A text that cannot even be read is for a human to look at (I5), never dropped or let through.
        return decide((), policy.terms, ("reading",))
    return decide(findings, policy.terms, tuple(failed))
