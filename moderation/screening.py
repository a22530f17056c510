"""Draft and policy in, verdict out."""

from __future__ import annotations

from moderation.deciding import decide
from moderation.detect.contacts import find_contacts
from moderation.detect.flood import find_flood, find_shouting
from moderation.detect.glance import Glance, glance_at
from moderation.detect.links import find_links
from moderation.detect.repetition import find_repetition
from moderation.detecting import attempt, rule_findings
from moderation.draft import Draft, Said
from moderation.policy import Policy
from moderation.text.plain import plain_view
from moderation.text.view import View
from moderation.verdict import Category, Finding, Verdict


def screen(draft: Draft, policy: Policy) -> Verdict:
    """The verdict on a draft under a policy. Never raises; a check that fails is named in `degraded`."""
    try:
        view = plain_view(draft.text)
        if isinstance(draft.text, Said):
            draft.text.seen_as(view)
        glance = glance_at(draft.text, view)
        findings, failed = rule_findings(policy.shelf, view, draft.language, glance.disguises)
        findings += _measured(draft, (view, glance), policy, failed)
    except Exception:  # noqa: BLE001
        # A text that cannot even be read is for a human to look at (I5), never dropped or let through.
        return decide((), policy.terms, ("reading",))
    return decide(findings, policy.terms, tuple(dict.fromkeys(failed)))


def _measured(draft: Draft, seen: tuple[View, Glance], policy: Policy, failed: list[str]) -> list[Finding]:
    """What is found by other means than rules: contact data, links, repetition, flood, shouting."""
    found: list[Finding] = []
    text, (view, glance) = draft.text, seen
    if glance.contacts:
        found += attempt(failed, "contacts", _contacts, draft, view)
    if glance.links:
        found += attempt(failed, "links", find_links, text, draft.allowed_domains)
    found += attempt(failed, "repetition", find_repetition, view, text, draft.earlier)
    found += attempt(failed, "shouting", find_shouting, text)
    found += attempt(failed, "flood", find_flood, text, draft.posted_last_minute, policy.messages_a_minute)
    return found


def _contacts(draft: Draft, view: View) -> list[Finding]:
    return [
        Finding(f"contact.{match.kind.value}", Category(match.category), match.severity, match.spans)
        for match in find_contacts(draft.text, draft.language, draft.earlier, view.others_typed)
    ]
