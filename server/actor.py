"""Who asks. Every use case is handed an actor; none looks one up for itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an account may do across rooms. Guiding one room is a role of the participation instead."""

    MODERATOR = "moderator"
    PROFESSIONAL = "professional"
    ORGANISER = "organiser"
    REVIEWER = "reviewer"


NO_ROLES: frozenset[Role] = frozenset()
"""What most people hold, once for all of them: each empty set that is made anew takes 216 bytes."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One signed-in account, or nobody yet, or the operator at the command line."""

    account_id: str | None = None
    login_id: str | None = None
    roles: frozenset[Role] = NO_ROLES
    language: str = "en"
    is_operator: bool = False

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None

    def has(self, role: Role) -> bool:
        return role in self.roles


ANYONE = Actor()
OPERATOR = Actor(is_operator=True)
