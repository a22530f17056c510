"""docs/operating.md and README.md name commands, figures and files that exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from server.cli import main
from server.metrics import Metrics
from server.settings import Settings, variable

OPERATING = Path("docs/operating.md").read_text()
OURS = re.compile(r"\b(?:SOHVA_[A-Z_]+|DATABASE_URL|REDIS_URL|WEB_CONCURRENCY|FORWARDED_ALLOW_IPS)\b")


def commands(group: click.Group, before: str = "sohva") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}"


def test_the_table_of_commands_has_every_command_and_no_other() -> None:
    rows = re.findall(r"^\| `(sohva [a-z-]+(?: [a-z]+)?)", OPERATING, re.MULTILINE)
    assert sorted(rows) == sorted(commands(main))


@pytest.mark.parametrize("page", ["README.md", "docs/operating.md", "docs/privacy.md"])
def test_every_setting_that_a_page_names_exists(page: str) -> None:
    known = {variable(name) for name in Settings.model_fields}
    assert set(OURS.findall(Path(page).read_text())) <= known


def test_every_figure_that_is_worth_an_alarm_exists() -> None:
    metrics = Metrics()
    metrics.watch_hub(lambda: {"stalled_aborts": 0})
    for name in ("sohva_lane_waiting", "sohva_distress_waiting", "sohva_on_call_contacts"):
        metrics.watch(name, "Watched by the house; see tests/flows/test_worry_reaches_a_human.py.", lambda: 0)
    metrics.watch_count("sohva_unnoticed", "Watched by the house; see tests/faults/test_figures.py.", lambda: 0)
    shown = metrics.render().decode()
    named = re.findall(r"`(sohva_[a-z_]+)`", OPERATING)
    assert len(named) >= 4
    assert [name for name in named if f"# HELP {name} " not in shown] == []


@pytest.mark.parametrize("page", ["README.md", "docs/operating.md", "docs/privacy.md"])
def test_every_file_that_a_page_leads_to_exists(page: str) -> None:
    path = Path(page)
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text())
    assert [link for link in links if not (path.parent / link).exists()] == []
