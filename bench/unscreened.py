"""`sohva serve` with a verdict that is always the same: what the whole path costs but for the screening."""

from __future__ import annotations

from moderation import Draft, preset, screen
from server import app, cli


def main() -> None:
    """Serves as `sohva serve` does."""
    harmless = screen(Draft(text="Good morning", language="en"), preset("gentle_room"))
    app.screened_by = lambda policy: lambda draft: harmless
    cli.main(["serve"])


if __name__ == "__main__":
    main()
