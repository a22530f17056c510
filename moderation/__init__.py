"""The house rules: text and plain facts in, an explained verdict out. No clock, network, randomness or server."""

from moderation.draft import Draft
from moderation.policy import Policy, PolicyError, load_policy, preset
from moderation.screening import screen
from moderation.verdict import Verdict

__all__ = ["Draft", "Policy", "PolicyError", "Verdict", "load_policy", "preset", "screen"]
