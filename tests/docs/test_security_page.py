"""docs/security.md says where each thing is shown; those files and pages are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")


def test_every_file_it_names_exists() -> None:
    named = re.findall(r"`((?:server|moderation|client_web|tests)/[a-z_./-]+\.(?:py|js|html))`", TEXT)
    assert len(named) > 30
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_every_page_it_leads_to_exists() -> None:
    assert [link for link in re.findall(r"\]\(([^)#:]+)\)", TEXT) if not (ROOT / "docs" / link).is_file()] == []


def test_it_speaks_of_every_chapter() -> None:
    chapters = {int(number) for number in re.findall(r"\bV(\d+)\b", TEXT)}
    assert chapters == set(range(1, 18))
