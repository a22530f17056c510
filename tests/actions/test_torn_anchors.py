"""A crash while an anchor is written is told apart from somebody who altered the file, and hides nothing."""

from pathlib import Path

from sqlalchemy import Connection, create_engine, text

from server.actions import anchors
from server.actions.verifying import Findings, verify
from tests.actions.writing import KEY, anchor, write_log
from tests.rooms.cast import House

BEGUN = "line 2 of actions.anchors is only begun, as a crash leaves it"


async def written(house: House, file: Path) -> tuple[str, str]:
    """A log with two anchors; the file up to the second, and the second."""
    await write_log(house, 3)
    await anchor(house, file)
    before = file.read_text()
    await write_log(house, 3)
    await anchor(house, file)
    return before, file.read_text().removeprefix(before)


def _cuts(line: str) -> list[str]:
    """Every beginning that a crash can leave of a line; without its end alone it is whole."""
    return [line[:length] for length in range(1, len(line) - 1)]


def _found(url: str, file: Path) -> Findings:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = verify(connection, KEY, file)
    engine.dispose()
    return found


async def test_torn_line_is_a_problem_until_the_next_anchor_and_a_note_after_it(
    small_house: House, sqlite_url: str, tmp_path: Path
) -> None:
    file = tmp_path / anchors.FILE
    before, last = await written(small_house, file)
    for cut in _cuts(last):
        file.write_text(before + cut)
        (problem,) = _found(sqlite_url, file).problems
        assert problem.startswith(BEGUN + ", and no anchor below it")
        await anchor(small_house, file)  # what the server does every ten seconds
        assert file.read_text() == before + cut + "\n" + last
        found = _found(sqlite_url, file)
        assert (found.anchors, found.problems) == (2, [])
        assert found.notes == [BEGUN + "; an anchor below it shows what it would have shown"]


async def test_line_whose_end_alone_is_missing_is_whole(small_house: House, sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / anchors.FILE
    before, last = await written(small_house, file)
    file.write_text(before + last.rstrip("\n"))
    await anchor(small_house, file)
    assert file.read_text() == before + last + last
    assert (_found(sqlite_url, file).problems, _found(sqlite_url, file).notes) == ([], [])


async def test_torn_line_covers_up_no_log_that_was_cut_off(small_house: House, sqlite_url: str, tmp_path: Path) -> None:
    """Somebody drops the end of the log, and shortens the anchor that would show it."""
    file = tmp_path / anchors.FILE
    before, last = await written(small_house, file)
    engine = create_engine(sqlite_url)
    with engine.begin() as connection:
        cut_off(connection, after=int(before.split(" ")[0]))
    engine.dispose()
    file.write_text(before + last[:80] + "\n" + before)
    (problem,) = _found(sqlite_url, file).problems
    assert problem.startswith(BEGUN + ", and no anchor below it")


def cut_off(connection: Connection, after: int) -> None:
    connection.execute(text("DELETE FROM action WHERE n > :n"), {"n": after})
    link = connection.execute(text("SELECT link FROM action WHERE n = :n"), {"n": after}).scalar_one()
    connection.execute(text("UPDATE action_head SET n = :n, link = :link"), {"n": after, "link": link})


async def test_first_anchor_makes_the_folder_that_nothing_else_lies_in(small_house: House, tmp_path: Path) -> None:
    """With PostgreSQL, and the key elsewhere."""
    file = tmp_path / "data" / anchors.FILE
    await anchor(small_house, file)
    assert len(file.read_text().splitlines()) == 1
    assert file.parent.stat().st_mode & 0o777 == 0o700
