"""Whole posts, as people write them when they tell what happened to them."""

import json
from pathlib import Path

import pytest

from moderation import Draft, preset, screen
from moderation.verdict import Outcome

LINES = Path(__file__).parent / "lines"


@pytest.mark.parametrize("language", ["en", "fi", "ro", "sv"])
def test_what_was_done_to_somebody_and_what_ails_them_can_be_told(language: str) -> None:
    posts = [json.loads(line) for line in (LINES / f"{language}_posts.jsonl").read_text("utf-8").splitlines()]
    assert len(posts) >= 25
    stopped = {
        post["text"]: verdict.findings
        for post in posts
        if (verdict := screen(Draft(post["text"], language), preset("gentle_room"))).outcome
        not in {Outcome.ALLOW, Outcome.MASK}
    }
    assert stopped == {}
