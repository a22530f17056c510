"""The optional extra `[semantic]`: what a sentence means rather than what it says. Off unless a server asks for it.

Nothing here takes part in a verdict: it may only have a human look at a message that has long been delivered.
"""

from moderation.semantic.reading import Reader, SemanticUnavailable

__all__ = ["Reader", "SemanticUnavailable"]
