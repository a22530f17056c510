"""Settings of a place of its own, and the command line as somebody types it."""

import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner, Result

from server.cli import main
from server.settings import Settings, read_settings, variable

Run = Callable[..., Result]


@pytest.fixture
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)


@pytest.fixture
def settings(bare_environment: None, tmp_path: Path) -> Settings:
    """A SQLite place that does not exist yet."""
    return read_settings(data=tmp_path / "place")


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """`run("room", "list")` in the place of `settings`; `DATA=…` elsewhere."""
    mask = os.umask(0o077)
    os.umask(mask)
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level

    def run(*words: str, data: Path | None = None, **environment: str) -> Result:
        monkeypatch.setenv("SOHVA_DATA", str(data or settings.data))
        return CliRunner().invoke(main, words, env=environment, catch_exceptions=False)

    yield run
    os.umask(mask)
    logging.getLogger().handlers, logging.getLogger().level = handlers, level
    logging.raiseExceptions = True
    logging.captureWarnings(False)
    structlog.reset_defaults()
