"""Every test is in one part, each part is told, and the worst of them is what the run says."""

import re
from pathlib import Path

import pytest

from tests.harness import side_by_side

GOOD = "def test_that_holds() -> None:\n    assert True\n"
BAD = "def test_that_does_not() -> None:\n    assert False\n"


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    for name, content in (("one", GOOD), ("other", GOOD), ("new", GOOD)):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"test_{name}.py").write_text(content)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return tmp_path


def parts(folders: Path) -> list[tuple[str, ...]]:
    return [(f"{folders}/one",), (), (f"{folders}/other",)]


@pytest.mark.parametrize(("content", "code"), [(GOOD, 0), (BAD, 1)])
def test_what_stands_in_no_list_is_run_and_the_worst_is_told(
    folders: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], content: str, code: int
) -> None:
    (folders / "new" / "test_new.py").write_text(content)
    monkeypatch.chdir(folders)
    assert side_by_side.main(["-q"], parts(folders)) == code
    told = capfd.readouterr().out
    assert len(re.findall(r"1 (?:passed|failed)", told)) == 3
    assert f"\n{folders}/one, " in told
    assert "\neverything else, " in told


def test_every_folder_that_is_named_is_there() -> None:
    named = [folder for part in side_by_side.PARTS for folder in part]
    assert len(named) == len(set(named))
    assert [folder for folder in named if not Path(folder).is_dir()] == []
    assert () in side_by_side.PARTS
