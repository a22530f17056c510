"""What docs/moderation.md shows, runs."""

import re
from pathlib import Path

from moderation import Draft, load_policy, preset, screen
from moderation.__main__ import main
from moderation.policy import PRESETS

DOCS = (Path(__file__).parents[2] / "docs" / "moderation.md").read_text("utf-8")


def test_documented_example_gives_what_it_says() -> None:
    verdict = screen(Draft("thank you all, it helped", language="en"), preset("gentle_room"))
    assert f"# {verdict.outcome}, {verdict.risk}, {verdict.sides}" in DOCS


def test_documented_policy_loads() -> None:
    assert load_policy({"outcomes": {"profanity": "nudge"}}, parent=preset("gentle_room")).version


def test_every_preset_and_command_is_documented() -> None:
    commands = set(re.findall(r"python -m moderation (\w+)", DOCS))
    assert commands == {"screen", "lint", "replay", "explain", "bench"}
    assert all(name in DOCS for name in PRESETS)
    for command in commands:
        try:
            main([command, "--help"])
        except SystemExit as left:
            assert left.code == 0
