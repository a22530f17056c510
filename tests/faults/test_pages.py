"""docs/reliability.md and docs/grafana.json name tests, commands and figures that exist."""

import json
import re
from pathlib import Path

import pytest

from tests.faults.changes import CHANGES
from tests.hub.house import serve_house

PAGE = Path("docs/reliability.md").read_text()
DASHBOARD = json.loads(Path("docs/grafana.json").read_text())
_SERIES = re.compile(r"sohva_[a-z_]+")


@pytest.fixture
async def shown(empty_sqlite_url: str, tmp_path: Path) -> set[str]:
    async with serve_house(empty_sqlite_url, tmp_path, people=1) as served:
        rendered = served.house.metrics.render().decode()
    return set(_SERIES.findall(rendered)) | {"sohva_refusals_total"}


async def test_every_panel_draws_a_figure_that_exists(shown: set[str]) -> None:
    asked = {name for panel in DASHBOARD["panels"] for one in panel["targets"] for name in _SERIES.findall(one["expr"])}
    assert asked - shown == set()
    figures = {re.sub("_(total|bucket|count|sum|created)$", "", name) for name in shown}
    assert figures - {re.sub("_(total|bucket|count|sum)$", "", name) for name in asked} - {"sohva_rooms"} <= {
        "sohva_evictions"
    }


async def test_every_figure_on_the_page_exists(shown: set[str]) -> None:
    named = set(re.findall(r"`(sohva_[a-z_]+)`", PAGE))
    assert named
    assert {name for name in named if not any(one.startswith(name) for one in shown)} == set()


def test_every_test_on_the_page_exists() -> None:
    named = re.findall(r"`(test_[a-z_]+\.py)`", PAGE)
    assert len(named) > 10
    places = {path.name for path in Path("tests").rglob("test_*.py")}
    assert set(named) <= places
    assert {path.name for path in Path("tests/faults").glob("test_*.py")} <= {*named, "test_pages.py"}


def test_every_change_is_used() -> None:
    tests = "".join(path.read_text() for path in Path("tests/faults").glob("test_*.py"))
    assert [name for name in CHANGES if f'"{name}' not in tests and f'f"{name}=' not in tests] == []
