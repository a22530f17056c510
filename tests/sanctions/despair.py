"""Rules that hear despair in one sentence, and nothing in any other."""

from moderation import Draft, Verdict
from moderation.verdict import Outcome, Risk, Side

DESPAIR = "I do not want to be here any more"


def despairing(draft: Draft) -> Verdict:
    if draft.text == DESPAIR:
        return Verdict(Outcome.ALLOW, risk=Risk.ACTIVE, sides=frozenset({Side.SUPPORT, Side.ALERT}))
    return Verdict(Outcome.ALLOW)
