"""docs/architecture.md names files; they are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_file_it_names_exists() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = re.findall(r"`((?:server|moderation|client_web)/[a-z_./-]+\.(?:py|js|html))`", text)
    assert len(named) > 30
    assert [name for name in named if not (ROOT / name).is_file()] == []
