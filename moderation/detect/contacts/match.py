"""What the contact detector reports: one thing that could identify or reach a person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Span = tuple[int, int]


class Kind(StrEnum):
    """What was recognised; the author is told in these terms what others could learn."""

    EMAIL = "email"
    PHONE = "phone"
    SPOKEN_PHONE = "spoken_phone"
    SPLIT_PHONE = "split_phone"
    ADDRESS = "address"
    HANDLE = "handle"
    INVITATION = "invitation"
    PERSONAL_ID = "personal_id"
    BANK_ACCOUNT = "bank_account"
    PAYMENT_CARD = "payment_card"


_IDENTITY = frozenset({Kind.PERSONAL_ID, Kind.BANK_ACCOUNT, Kind.PAYMENT_CARD})


@dataclass(frozen=True, slots=True)
class ContactMatch:
    """One find. `spans` are character offsets in the text as it was given; `severity` runs from 1 to 5.

    `category` is the value of a category of the closed list: `contact_details` or `identity_number`.
    """

    kind: Kind
    category: Literal["contact_details", "identity_number"]
    severity: int
    spans: tuple[Span, ...]


def found(kind: Kind, span: Span) -> ContactMatch:
    """A match of `kind` with the category and severity that belong to it."""
    if kind in _IDENTITY:
        return ContactMatch(kind, "identity_number", 4, (span,))
    return ContactMatch(kind, "contact_details", 2 if kind is Kind.INVITATION else 3, (span,))
