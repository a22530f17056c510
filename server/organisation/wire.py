"""What goes in and out over HTTP about the organisation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, Field, field_validator, model_validator

from server.organisation.tables import LONGEST_NAME
from server.protocol.text import is_visible, one_line
from server.web.endpoints import Body, Result

Language = Literal["en", "fi", "ro", "sv"]
LANGUAGES: tuple[str, ...] = get_args(Language)

_MOST_NUMBERS = 30
_DIALLED = re.compile(r"\+?[0-9 ().\-/*#]{2,30}")
_LONGEST_E164 = 15


def _said(text: str) -> str:
    line = one_line(text)
    if not is_visible(line):
        raise ValueError("must not be blank")
    return line


def _dialled(text: str) -> str:
    line = one_line(text)
    if not _DIALLED.fullmatch(line) or not 2 <= sum(letter.isdigit() for letter in line) <= _LONGEST_E164:
        raise ValueError("must be a number that a telephone can dial")
    return line


class HelpLine(Body):
    """Whom to call: for which area, who answers, on what number, when."""

    area: Annotated[str, Field(max_length=60), AfterValidator(_said)]
    name: Annotated[str, Field(max_length=80), AfterValidator(_said)]
    number: Annotated[str, Field(max_length=30), AfterValidator(_dialled)]
    hours: Annotated[str, Field(max_length=80), AfterValidator(one_line)] = ""
    is_made_up: bool = False


class SaveOrganisation(Body):
    """The organisation as its organiser wants it. What is not in here is gone."""

    name: Annotated[str, Field(max_length=LONGEST_NAME), AfterValidator(_said)]
    languages: Annotated[list[Language], Field(min_length=1, max_length=len(LANGUAGES))]
    default_language: Language
    help: dict[Language, Annotated[list[HelpLine], Field(max_length=_MOST_NUMBERS)]] = Field(default_factory=dict)

    @field_validator("languages")
    @classmethod
    def _each_once(cls, value: list[Language]) -> list[Language]:
        return list(dict.fromkeys(value))

    @field_validator("help", mode="before")
    @classmethod
    def _known_languages(cls, value: Any) -> Any:
        if isinstance(value, Mapping) and not value.keys() <= set(LANGUAGES):
            raise ValueError("must be by language")  # here, since a key's own error would repeat the key
        return value

    @model_validator(mode="after")
    def _default_is_one_of_them(self) -> SaveOrganisation:
        if self.default_language not in self.languages:
            raise ValueError("the default language must be one of the languages")
        return self


class OrganisationCard(Result):
    """The organisation, as anybody may see it. Before the first run's page was filled in, `name` is empty."""

    name: str
    languages: list[str]
    default_language: str
    is_set_up: bool
    help: dict[str, list[HelpLine]]
