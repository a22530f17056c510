"""What people are promised before they come: how much they will decide, who decides, and what they get."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from server.protocol.text import clean, is_visible, one_line


class Influence(StrEnum):
    """How much those who come will decide."""

    INFORMED = "informed"
    HEARD = "heard"
    CONSULTED = "consulted"
    CO_DECIDE = "co_decide"


def said(text: str) -> str:
    """The text. Raises ValueError where there is nothing in it for the eye."""
    if not is_visible(text):
        raise ValueError("must not be blank")
    return text


Line = Annotated[str, Field(max_length=80), AfterValidator(one_line), AfterValidator(said)]
Gift = Annotated[str, Field(max_length=300), AfterValidator(clean)]
Words = Annotated[str, Field(max_length=1_000), AfterValidator(clean)]
