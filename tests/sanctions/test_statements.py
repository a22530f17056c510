"""What somebody reads when something is done about what they wrote: in their own language, in the organisation's words."""

from __future__ import annotations

from moderation.reasons import ReasonCode
from server.accounts.service import set_language
from server.accounts.wire import Language
from server.i18n import texts
from server.sanctions import bodies, service
from tests.rooms.cast import House
from tests.sanctions.dealing import circle, sanction


async def save(house: House, language: str, words: str) -> bodies.Template:
    command = bodies.SaveTemplate(language=language, reason=ReasonCode.HARASSMENT, text=words)
    saved: bodies.Template = await house.do(service.save_template, house["Radu"], command)
    return saved


async def test_statement_is_in_the_language_of_whom_it_is_for(small_house: House) -> None:
    house = small_house
    room = await circle(house, "Tammi", "Kuusi")
    await house.do(set_language, house["Tammi"], Language(language="fi"))
    given = await sanction(house, room, "Tammi", "mute")
    assert given.facts == texts("fi")["statement.about_message"].replace("{date}", "24. marraskuuta 2026")
    assert given.explanation == texts("fi")["reason.harassment"]
    assert given.explanation != texts("en")["reason.harassment"]


async def test_organisation_says_it_in_words_of_its_own_and_what_was_given_stays_as_it_was(small_house: House) -> None:
    house = small_house
    room = await circle(house, "Tammi", "Kuusi")
    assert not (await save(house, "en", "We asked you to be kind.")).is_ours
    given = await sanction(house, room, "Tammi", "note", explanation="It was aimed at Kuusi.")
    assert given.explanation == "We asked you to be kind.\n\nIt was aimed at Kuusi."
    ours = await save(house, "en", "  ")
    assert (ours.is_ours, ours.text) == (True, texts("en")["reason.harassment"])
    (still,) = (await house.read(service.list_sanctions, house["Tammi"])).sanctions
    assert still.explanation == given.explanation


async def test_where_no_rule_was_named_the_statement_names_the_house_rules(small_house: House) -> None:
    room = await circle(small_house, "Tammi", "Kuusi")
    given = await sanction(small_house, room, "Tammi", "note", ground="")
    assert given.rule == texts("en")["statement.house_rules"]
