"""Use cases of the organisation. No room can open before it is set up."""

from __future__ import annotations

from sqlmodel import col, delete, select

from server.actions.service import ActionKind, record
from server.actor import Actor, Role
from server.errors import ErrorCode, Refusal
from server.ids import new_id
from server.organisation.tables import ONLY, HelpNumber, Organisation
from server.organisation.wire import HelpLine, OrganisationCard, SaveOrganisation
from server.storage.tx import Tx

_BEFORE_FIRST_RUN = OrganisationCard(name="", languages=["en"], default_language="en", is_set_up=False, help={})


def is_set_up(tx: Tx) -> bool:
    """Whether the organisation has a name, and a help number in each of its languages."""
    return read_organisation(tx, Actor(), None).is_set_up


def read_organisation(tx: Tx, actor: Actor, command: None) -> OrganisationCard:
    """The organisation, for anybody."""
    row = tx.session.get(Organisation, ONLY)
    if row is None:
        return _BEFORE_FIRST_RUN
    numbers = _numbers(tx)
    return OrganisationCard(
        name=row.name,
        languages=row.languages,
        default_language=row.default_language,
        is_set_up=all(numbers.get(language) for language in row.languages),
        help=numbers,
    )


def save_organisation(tx: Tx, actor: Actor, command: SaveOrganisation) -> OrganisationCard:
    """Puts `command` in the place of what was there.

    A number that was made up stays marked so, whatever the form says. Raises Refusal not_permitted to all but
    organisers and the operator, and help_numbers_missing where a language would lose its last number.
    """
    if not (actor.is_operator or actor.has(Role.ORGANISER)):
        raise Refusal(ErrorCode.NOT_PERMITTED)
    missing = [language for language in command.languages if not command.help.get(language)]
    if missing and is_set_up(tx):
        raise Refusal(ErrorCode.HELP_NUMBERS_MISSING, languages=missing)
    before = read_organisation(tx, actor, None)
    _save_row(tx, command)
    _replace_numbers(tx, command)
    after = read_organisation(tx, actor, None)
    if after != before:
        record(tx, actor, ActionKind.ORGANISATION_CHANGED, before=before.model_dump(), after=after.model_dump())
    return after


def _save_row(tx: Tx, command: SaveOrganisation) -> None:
    row = tx.session.get(Organisation, ONLY) or Organisation(
        name="", languages=[], default_language="", saved_at=tx.now
    )
    row.name, row.languages = command.name, [*command.languages]
    row.default_language, row.saved_at = command.default_language, tx.now
    tx.session.add(row)


def _replace_numbers(tx: Tx, command: SaveOrganisation) -> None:
    made_up = {_dialled(line.number) for lines in _numbers(tx).values() for line in lines if line.is_made_up}
    tx.session.exec(delete(HelpNumber))
    for language, lines in command.help.items():
        for position, line in enumerate(lines):
            fields = line.model_dump() | {"is_made_up": line.is_made_up or _dialled(line.number) in made_up}
            tx.session.add(HelpNumber(id=new_id(), language=language, position=position, **fields))
    tx.session.flush()


def _numbers(tx: Tx) -> dict[str, list[HelpLine]]:
    found: dict[str, list[HelpLine]] = {}
    for row in tx.session.exec(select(HelpNumber).order_by(col(HelpNumber.language), col(HelpNumber.position))):
        line = HelpLine(area=row.area, name=row.name, number=row.number, hours=row.hours, is_made_up=row.is_made_up)
        found.setdefault(row.language, []).append(line)
    return found


def _dialled(number: str) -> str:
    return "".join(letter for letter in number if letter.isdigit())
