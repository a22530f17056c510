"""What an opened case shows: what was said and three messages on each side, and nothing of who reported it."""

from __future__ import annotations

from server.errors import ErrorCode
from server.messages import wire
from server.review import bodies, viewing
from server.rooms.roles import RoomRole
from tests.review.test_reporting import scene
from tests.review.working import desk, only_case, opened, report
from tests.rooms.cast import House, refused


async def test_opened_case_shows_three_messages_before_and_three_after(house: House) -> None:
    room, _ = await scene(house)
    for n in range(5):
        await house.post("Meri", room, f"before {n}")
    message = (await house.post("Tammi", room, "nobody asked you")).message
    for n in range(5):
        await house.post("Kuusi", room, f"after {n}")
    await report(house, "Kuusi", room, message=message, note="it was aimed at me")
    shown = await opened(house, "Aino", (await only_case(house, "Aino")).case)
    assert shown.message is not None
    assert (shown.message.text, shown.message.author.display_name) == ("nobody asked you", "Tammi")
    assert [one.text for one in shown.before] == ["before 2", "before 3", "before 4"]
    assert [one.text for one in shown.after] == ["after 0", "after 1", "after 2"]
    assert [(one.reason, one.note) for one in shown.what_was_reported] == [("unkind", "it was aimed at me")]
    assert shown.about is not None
    assert shown.about.display_name == "Tammi"
    assert shown.proposal is not None
    assert (shown.proposal.kind, shown.proposal.hours) == ("note", None)


async def test_neither_list_nor_case_nor_log_says_who_reported(house: House) -> None:
    room, message = await scene(house)
    await report(house, "Meri", room, message=message)
    meri = house["Meri"].account_id
    place = (await house.standing("Meri", room)).participation_id
    case = (await only_case(house, "Aino")).case
    log = await house.read(viewing.read_log, house["Aino"], bodies.OneCase(case=case))
    seen = (await opened(house, "Aino", case)).model_dump_json() + log.model_dump_json()
    seen += (await desk(house, "Aino")).model_dump_json()
    for trace in ("Meri", place, str(meri)):
        assert trace not in seen


async def test_list_holds_no_word_and_no_name_of_whom_it_is_about(house: House) -> None:
    room, message = await scene(house)
    await report(house, "Kuusi", room, message=message, note="a note of mine")
    listed = (await desk(house, "Aino")).model_dump_json()
    for word in ("nobody asked", "a note of mine", "Tammi", "Kuusi", message):
        assert word not in listed


async def test_message_taken_back_meanwhile_has_no_words_left(house: House) -> None:
    room, message = await scene(house)
    await report(house, "Kuusi", room, message=message)
    await house.ask(house["Tammi"], wire.RemoveMessage(id="1", room=room, message=message))
    shown = await opened(house, "Aino", (await only_case(house, "Aino")).case)
    assert shown.message is not None
    assert (shown.message.text, shown.message.is_removed) == (None, True)


async def test_case_of_a_person_shows_no_message(house: House) -> None:
    room, _ = await scene(house)
    await report(house, "Kuusi", room, participation=(await house.standing("Tammi", room)).participation_id)
    shown = await opened(house, "Aino", (await only_case(house, "Aino")).case)
    assert (shown.message, shown.before, shown.after) == (None, [], [])


async def test_case_of_another_desk_is_as_if_it_were_not_there(house: House) -> None:
    room, message = await scene(house)
    await house.seat("Lumi", await house.room("Elsewhere"), RoomRole.FACILITATOR)
    await report(house, "Kuusi", room, message=message)
    case = (await only_case(house, "Aino")).case
    answers = []
    for name, wrong in (("Lumi", case), ("Kuusi", case), ("Tammi", case), ("Radu", case), ("Aino", "0" * 26)):
        async with refused(ErrorCode.NOT_FOUND) as caught:
            await opened(house, name, wrong)
        answers.append(caught.value.as_dict())
    assert all(answer == answers[0] for answer in answers)
