"""The organisation: who may save it, what a help number is, and when rooms may open."""

from typing import Any

import pytest
from pydantic import ValidationError

from server.actor import ANYONE, OPERATOR, Actor, Role
from server.errors import ErrorCode, Refusal
from server.organisation.service import is_set_up, read_organisation, save_organisation
from server.organisation.wire import OrganisationCard, SaveOrganisation
from server.storage.lane import Lane

ORGANISER = Actor("a1", "l1", frozenset({Role.ORGANISER}))
LINE = {"area": "Toivola", "name": "Made-up line", "number": "010 000 0000", "hours": "always"}


def form(**changes: Any) -> SaveOrganisation:
    fields = {"name": "Toivo ry", "languages": ["fi"], "default_language": "fi", "help": {"fi": [LINE]}}
    return SaveOrganisation.model_validate(fields | changes)


async def read(lane: Lane) -> OrganisationCard:
    return await lane.run(read_organisation, ANYONE)


async def refusal_of(lane: Lane, actor: Actor, command: SaveOrganisation) -> Refusal:
    with pytest.raises(Refusal) as refused:
        await lane.run(save_organisation, actor, command)
    return refused.value


async def test_before_the_first_run_there_is_no_name_and_no_room_may_open(lane: Lane) -> None:
    card = await read(lane)
    assert (card.name, card.help, card.is_set_up) == ("", {}, False)


async def test_what_an_organiser_saves_is_what_everybody_reads(lane: Lane) -> None:
    saved = await lane.run(save_organisation, ORGANISER, form())
    assert saved == await read(lane)
    assert saved.name == "Toivo ry"
    assert saved.help["fi"][0].number == "010 000 0000"
    assert await lane.run(lambda tx, actor, command: is_set_up(tx), ANYONE)


@pytest.mark.parametrize(
    "actor",
    [
        ANYONE,
        Actor("a2", "l2"),
        *(Actor("a3", "l3", frozenset({role})) for role in (Role.MODERATOR, Role.PROFESSIONAL)),
    ],
)
async def test_nobody_but_organisers_and_the_operator_may_save(lane: Lane, actor: Actor) -> None:
    assert (await refusal_of(lane, actor, form())).code is ErrorCode.NOT_PERMITTED
    assert (await read(lane)).name == ""
    assert (await lane.run(save_organisation, OPERATOR, form())).name == "Toivo ry"


async def test_it_is_set_up_only_with_a_number_in_every_language(lane: Lane) -> None:
    first = await lane.run(save_organisation, ORGANISER, form(languages=["fi", "en"]))
    assert not first.is_set_up
    both = await lane.run(save_organisation, ORGANISER, form(languages=["fi", "en"], help={"fi": [LINE], "en": [LINE]}))
    assert both.is_set_up


async def test_no_language_can_lose_its_last_number_afterwards(lane: Lane) -> None:
    await lane.run(save_organisation, ORGANISER, form())
    refused = await refusal_of(lane, ORGANISER, form(help={}))
    assert (refused.code, refused.details) == (ErrorCode.HELP_NUMBERS_MISSING, {"languages": ["fi"]})
    assert (await read(lane)).is_set_up


async def test_saving_replaces_all_numbers_in_the_order_given(lane: Lane) -> None:
    lines = [LINE | {"name": f"Line {number}"} for number in range(12)]
    await lane.run(save_organisation, ORGANISER, form(help={"fi": lines}))
    await lane.run(save_organisation, ORGANISER, form(help={"fi": lines[::-1]}))
    assert [line.name for line in (await read(lane)).help["fi"]] == [f"Line {number}" for number in range(11, -1, -1)]


async def test_a_made_up_number_keeps_its_mark_however_it_is_spelled_next(lane: Lane) -> None:
    await lane.run(save_organisation, OPERATOR, form(help={"fi": [LINE | {"is_made_up": True}]}))
    again = LINE | {"number": "(010) 000-0000", "is_made_up": False}
    real = LINE | {"number": "09 12345"}
    saved = await lane.run(save_organisation, ORGANISER, form(help={"fi": [again, real]}))
    assert [line.is_made_up for line in saved.help["fi"]] == [True, False]


@pytest.mark.parametrize("number", ["112", "+358 9 2525 0111", "0800 801 200", "(09) 123-456", "*123#", "09/1234"])
def test_a_number_is_what_a_telephone_can_dial(number: str) -> None:
    assert form(help={"fi": [LINE | {"number": number}]}).help["fi"][0].number == number


@pytest.mark.parametrize("number", ["", "1", "call us", "<b>112</b>", "javascript:alert(1)", "1" * 16, "+"])
def test_what_cannot_be_dialled_is_refused_by_its_place_alone(number: str) -> None:
    with pytest.raises(ValidationError) as refused:
        form(help={"fi": [LINE | {"number": number}]})
    (found,) = refused.value.errors(include_input=False, include_context=False)
    assert found["loc"] == ("help", "fi", 0, "number")


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": " \n "},
        {"name": "x" * 81},
        {"languages": []},
        {"languages": ["tlh"]},
        {"default_language": "en"},
        {"help": {"tlh-secret": [LINE]}},
        {"help": {"fi": [LINE] * 31}},
        {"help": {"fi": [LINE | {"area": " "}]}},
        {"help": {"fi": [LINE | {"extra": 1}]}},
        {"owner": "somebody"},
    ],
)
def test_a_form_that_does_not_fit_is_refused_without_repeating_it(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        form(**changes)
    assert "tlh" not in str(refused.value.errors(include_input=False, include_context=False, include_url=False))


def test_words_are_kept_on_one_line_and_languages_once() -> None:
    saved = form(name="  Toivo \n ry ", languages=["fi", "en", "fi"])
    assert (saved.name, saved.languages) == ("Toivo ry", ["fi", "en"])
