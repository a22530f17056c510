"""What a start keeps for the next one, and what it does when it cannot."""

import shutil
from pathlib import Path

import pytest

from moderation.kept import edition_of, kept
from moderation.rules.loading import LEXICONS, edition_from


def test_what_is_kept_is_made_once_and_again_when_its_source_changes(tmp_path: Path) -> None:
    made: list[str] = []

    def make() -> list[str]:
        made.append("once")
        return list(made)

    assert kept("thing", [b"one"], make, tmp_path) == ["once"]
    assert kept("thing", [b"one"], make, tmp_path) == ["once"]
    assert kept("thing", [b"two"], make, tmp_path) == ["once", "once"]
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("damage", [b"", b"[", b"null", b"{}", b"[1, 2]", b"\xff\xfe"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    kept("thing", [b"one"], lambda: "whole", tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    assert kept("thing", [b"one"], lambda: "whole", tmp_path) == "whole"


def test_where_nothing_can_be_written_everything_still_works(tmp_path: Path) -> None:
    place = tmp_path / "a file, no folder"
    place.write_text("")
    assert kept("thing", [b"one"], lambda: "whole", place) == "whole"


def test_parts_that_differ_only_in_where_they_end_are_different_sources(tmp_path: Path) -> None:
    assert kept("thing", [b"ab", b"c"], lambda: 1, tmp_path) == 1
    assert kept("thing", [b"a", b"bc"], lambda: 2, tmp_path) == 2


def test_a_module_that_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(ModuleNotFoundError):
        edition_of("no_such_module_of_ours")


@pytest.mark.parametrize("name", ["en/threat.toml", "ordinary/ro.txt", "categories.toml"])
def test_edition_changes_with_any_file_that_rules_are_made_of(tmp_path: Path, name: str) -> None:
    """The words that are never a misspelling too: they are in the vocabularies that are kept."""
    shutil.copytree(LEXICONS, tmp_path / "lexicons")
    file = tmp_path / "lexicons" / name
    assert edition_from(tmp_path / "lexicons") == edition_from(LEXICONS)
    file.write_text(file.read_text("utf-8") + "\n", "utf-8")
    assert edition_from(tmp_path / "lexicons") != edition_from(LEXICONS)
