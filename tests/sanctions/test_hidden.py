"""Hidden is hidden: no page, no resume, no row holds the words; a sealed copy does for thirty days, for a reviewer."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from sqlalchemy import create_engine, text

from moderation.reasons import ReasonCode
from server.actor import OPERATOR, Actor
from server.errors import ErrorCode
from server.hub.ring import Ring
from server.messages.wire import MessageRemoved
from server.sanctions import copies
from server.sanctions.bodies import OpenCopy
from server.sanctions.jobs import JOBS
from server.storage.backup import back_up
from server.storage.database import normalise
from server.storage.tx import Tx
from tests.review.working import Running, my_reports, only_case, opened, report, told
from tests.rooms.cast import House, refused
from tests.sanctions.dealing import WORDS, circle, decided, remove, reviewer, sanction, sanctions, where_it_lies

KEPT = timedelta(days=30)


async def hidden(house: House) -> tuple[str, str]:
    """Aino takes a message of Tammi's out of the room."""
    room = await circle(house, "Tammi", "Kuusi")
    posted = await house.post("Tammi", room, WORDS)
    await remove(house, "Aino", room, posted.message, reason=ReasonCode.HARASSMENT, rule="3")
    return room, posted.message


async def test_hidden_words_are_in_no_page_no_resume_and_no_event_told_since(house: House) -> None:
    room, message = await hidden(house)
    assert WORDS not in str(await house.rendered(room)) + str(await house.before(room, 1_000, 50))
    assert house.news(room)[-1]["removed_by"] == "staff"
    assert [one["message"]["is_removed"] for one in await house.rendered(room) if one["type"] == "message.posted"] == [
        True
    ]
    assert message


def test_ring_gives_nothing_out_from_before_a_removal() -> None:
    ring = Ring(0)
    ring.offer(1, b"words")
    ring.offer(2, b"removed", MessageRemoved.takes_back)
    assert ring.piece(0) is None
    assert ring.piece(1) == b"removed"


async def test_author_reads_what_it_was_and_why(house: House) -> None:
    room, _ = await hidden(house)
    (told_why,) = await sanctions(house, "Tammi")
    assert (told_why.kind, told_why.what, told_why.rule, told_why.reason) == (
        "message_removed",
        WORDS,
        "3",
        "harassment",
    )
    assert told_why.explanation == "It attacked or belittled somebody in the group."
    assert told_why.source == "own_initiative"
    assert "sanctions" in told(house, "Tammi")
    assert (await house.post("Tammi", room, "I see.")).seq


async def test_copy_is_opened_by_a_reviewer_alone_who_says_why(house: House) -> None:
    room, message = await hidden(house)
    await reviewer(house)
    (card,) = (await house.read(copies.list_copies, house["Lumi"])).copies
    assert (card.message, card.room) == (message, room)
    command = OpenCopy(sealed_copy=card.sealed_copy, reason="An appeal")
    for name in ("Aino", "Radu", "Tammi"):
        async with refused(ErrorCode.NOT_PERMITTED):
            await house.do(copies.open_copy, house[name], command)
        async with refused(ErrorCode.NOT_PERMITTED):
            await house.read(copies.list_copies, house[name])
    assert (await house.do(copies.open_copy, house["Lumi"], command)).text == WORDS
    lines = await house.read(_opened, OPERATOR)
    assert lines == [(house["Lumi"].account_id, room)]


def _opened(tx: Tx, actor: Actor, command: None) -> list[tuple[str, str]]:
    rows = tx.connection.execute(text("SELECT actor, room_id FROM action WHERE kind = 'copy.opened'"))
    return [(who, room) for who, room in rows]


async def test_after_thirty_days_the_words_are_in_no_table(house: House) -> None:
    (job,) = JOBS
    await hidden(house)
    house.clock.move(KEPT - timedelta(seconds=1))
    await job.work(Running(house))  # type: ignore[arg-type]
    assert await where_it_lies(house, WORDS) == {"sealed_copy.sealed_text"}
    house.clock.move(timedelta(seconds=1))
    assert [one.what for one in await sanctions(house, "Tammi")] == [None]
    await job.work(Running(house))  # type: ignore[arg-type]
    assert await where_it_lies(house, WORDS) == set()
    (still,) = await sanctions(house, "Tammi")
    assert (still.what, still.rule) == (None, "3")


async def test_words_that_were_warned_about_and_taken_out_later_are_kept_from_then_on(small_house: House) -> None:
    house = small_house
    room = await circle(house, "Tammi", "Kuusi")
    await sanction(house, room, "Tammi", "note")
    house.clock.move(KEPT - timedelta(days=1))
    (message,) = [one["message"]["id"] for one in house.news(room) if one["type"] == "message.posted"]
    await remove(house, "Petri", room, message)
    house.clock.move(timedelta(days=2))
    await house.do(copies.destroy_expired, OPERATOR)
    assert {one.what for one in await sanctions(house, "Tammi")} == {WORDS}


async def test_backup_made_afterwards_does_not_hold_the_sealed_copy(
    small_house: House, sqlite_url: str, tmp_path: Path
) -> None:
    await hidden(small_house)
    (sealed,) = _column(sqlite_url, "SELECT sealed_text FROM sealed_copy")
    small_house.clock.move(KEPT)
    file = Path(sqlite_url.partition(":///")[2])
    back_up(file, tmp_path / "before")
    assert sealed in (tmp_path / "before").read_bytes()
    await small_house.do(copies.destroy_expired, OPERATOR)
    back_up(file, tmp_path / "after")
    assert sealed not in (tmp_path / "after").read_bytes()


def _column(url: str, statement: str) -> list[bytes]:
    engine = create_engine(normalise(url))
    with closing(engine.connect()) as connection:
        found = [bytes(value) for (value,) in connection.execute(text(statement))]
    engine.dispose()
    return found


async def test_what_its_author_takes_back_is_kept_nowhere(house: House) -> None:
    room = await circle(house, "Tammi")
    posted = await house.post("Tammi", room, WORDS)
    assert await where_it_lies(house, WORDS) == {"message.sealed_text"}
    await remove(house, "Tammi", room, posted.message)
    assert await where_it_lies(house, WORDS) == set()
    assert await sanctions(house, "Tammi") == []


async def test_decision_takes_a_reported_message_out_and_tells_both(house: House) -> None:
    room = await circle(house, "Tammi", "Kuusi")
    posted = await house.post("Tammi", room, WORDS)
    await report(house, "Kuusi", room, message=posted.message)
    await decided(house, "Aino", "report", outcome="message_removed", hide=True, reason="harassment", ground="3")
    assert (await house.rendered(room))[-1]["removed_by"] == "staff"
    assert [one.outcome for one in await my_reports(house, "Kuusi")] == ["report.outcome.acted"]
    (told_why,) = await sanctions(house, "Tammi")
    assert (told_why.source, told_why.kind) == ("report", "message_removed")
    assert "Kuusi" not in told_why.model_dump_json()


async def alone(house: House, *names: str) -> tuple[str, str]:
    """A message that the people named report while nobody is on duty."""
    room = await circle(house, "Tammi", *names)
    posted = await house.post("Tammi", room, WORDS)
    await house.end(room)
    for name in names:
        await report(house, name, room, message=posted.message)
    return room, posted.message


async def test_three_reports_hide_a_message_where_nobody_is_on_duty(house: House) -> None:
    room, _ = await alone(house, "Kuusi", "Meri", "Lumi")
    assert WORDS not in str(await house.rendered(room))
    assert house.news(room)[-1]["removed_by"] == "reports"


async def test_two_reports_hide_nothing_and_neither_do_three_of_one_person(small_house: House) -> None:
    room, message = await alone(small_house, "Kuusi", "Meri")
    for _ in range(3):
        await report(small_house, "Meri", room, message=message)
    assert WORDS in str(await small_house.rendered(room))


async def test_where_somebody_is_on_duty_reports_hide_nothing(small_house: House) -> None:
    room = await circle(small_house, "Tammi", "Kuusi", "Meri", "Lumi")
    posted = await small_house.post("Tammi", room, WORDS)
    for name in ("Kuusi", "Meri", "Lumi"):
        await report(small_house, name, room, message=posted.message)
    assert WORDS in str(await small_house.rendered(room))


async def test_next_one_to_look_shows_it_again(house: House) -> None:
    room, message = await alone(house, "Kuusi", "Meri", "Lumi")
    case = await only_case(house, "Aino")
    shown = (await opened(house, "Aino", case.case)).message
    assert shown is not None
    assert (shown.text, shown.is_hidden) == (WORDS, True)
    await decided(house, "Aino", "report", outcome="no_breach")
    last = (await house.rendered(room))[-1]
    assert (last["type"], last["message"]["id"], last["message"]["text"]) == ("message.restored", message, WORDS)
    assert house.news(room)[-1] == last


async def test_next_one_to_look_takes_it_out_for_good(house: House) -> None:
    room, _ = await alone(house, "Kuusi", "Meri", "Lumi")
    await decided(house, "Aino", "report", outcome="message_removed", hide=True, reason="harassment", ground="3")
    assert (await house.rendered(room))[-1]["removed_by"] == "staff"
    assert WORDS not in str(await house.rendered(room))
