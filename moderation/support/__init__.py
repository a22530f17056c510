"""What the author of a hard message is offered: a few own words and the help lines of where they live.

The texts promise no secrecy and name no method. The numbers are data with the day they were verified; an
organisation confirms them, and may give its own, before its first room opens.
"""

from moderation.support.numbers import HelpNumber, help_numbers, public_numbers
from moderation.support.texts import Support, support_for

__all__ = ["HelpNumber", "Support", "help_numbers", "public_numbers", "support_for"]
