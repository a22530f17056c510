"""`sohva`: the operator's commands. Each is a thin shell over what the server itself does."""

from __future__ import annotations

import asyncio
import os
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import DBAPIError

from server import company, logs, operating, running, try_out
from server.actor import Role
from server.agreements.receipts import verdict_on
from server.app import House, SchemaBehind
from server.benching import bench
from server.checking import check as look_at_everything
from server.checking import look_over_log
from server.control import ControlError
from server.errors import Refusal
from server.restoring import back_up, restore_from
from server.settings import Settings, SettingsError, read_settings
from server.storage.backup import BackupError
from server.storage.database import Database, DatabaseLockedError
from server.storage.migrations import upgrade
from server.storage.sealing import SealKeyError

_PRIVATE = 0o077  # what others may not do with anything made here


def _version() -> str:
    """The installed version; in a checkout that was not installed, the one it would have."""
    try:
        return metadata.version("sohva")
    except metadata.PackageNotFoundError:
        project = Path(__file__).resolve().parents[1] / "pyproject.toml"
        return str(tomllib.loads(project.read_text("utf-8"))["project"]["version"])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(_version(), message="%(version)s")
def main() -> None:
    """Sohva: moderated group chat between peers. Settings come from the environment; see docs/settings.md."""
    os.umask(_PRIVATE)


main.add_command(bench)


@main.command()
@click.option("--descriptor", type=int, hidden=True)
def serve(descriptor: int | None) -> None:
    """Serve until told to end."""
    settings = _settings()
    logs.configure(settings.log_level)
    with _sentences():
        if settings.processes > 1:
            sys.exit(running.run_several(settings))
        sys.exit(running.run(settings, descriptor=descriptor))


@main.command("try-out")
@click.option("--empty", is_flag=True, help="Without the made-up community.")
def try_out_command(empty: bool) -> None:
    """Serve on this machine, with a small made-up community and links to enter it."""
    level = {} if "SOHVA_LOG_LEVEL" in os.environ else {"log_level": "warning"}
    unhurried = {"newcomer_rate": 0.5, "newcomer_burst": 10}  # who tries out is always a newcomer
    settings = _settings(processes=1, **level, **unhurried)
    logs.configure(settings.log_level, is_readable=sys.stderr.isatty())
    with _sentences():
        links = asyncio.run(try_out.prepare(settings, is_empty=empty))

        async def beside(house: House) -> None:
            _show(settings, links)
            if not empty:
                await company.Company(house.services.lane, house.services.readers).keep()

        sys.exit(running.run(settings, beside))


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = _settings()
    logs.configure(settings.log_level, is_readable=sys.stderr.isatty())
    with _sentences():
        database = Database(settings.database_url)
        database.claim()
        upgrade(settings.database_url)
        database.release()


@main.group()
def organiser() -> None:
    """Those who run the programme."""


@organiser.command()
@click.option("--hours", type=click.IntRange(1, 720), default=168, show_default=True, help="How long the link works.")
def invite(hours: int) -> None:
    """Print a link that makes an organiser of whoever opens it first."""
    settings = _settings()
    with _sentences():
        invitation = operating.operate(settings, "organiser.invite", valid_hours=hours)
    click.echo(f"{settings.public_url}{invitation['path']}")


@main.group()
def room() -> None:
    """Rooms, without a word of what is said in them."""


@room.command("list")
def list_rooms() -> None:
    """Print each room's id, state, seats and name."""
    with _sentences():
        rooms = operating.operate(_settings(), "room.list")["rooms"]
    for one in rooms:
        taken = one["capacity"] - one["free_seats"]
        click.echo(f"{one['id']}  {one['state']:<6}  {taken:>4} of {one['capacity']:<4}  {one['name']}")


@main.group()
def receipt() -> None:
    """Receipts of the agreements that people have accepted."""


@receipt.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def verify(file: Path) -> None:
    """Say whether this installation has signed the receipt in FILE exactly as it is."""
    with _sentences():
        line, is_fine = verdict_on(file, _settings().key_file)
    click.echo(line)
    sys.exit(not is_fine)


@main.group("log")
def log_of_actions() -> None:
    """What was done by those who may do more than others, in a chain that shows every alteration."""


@log_of_actions.command("verify")
def verify_log() -> None:
    """Say whether the log is whole and as it was written. Also while a server runs."""
    with _sentences():
        found = look_over_log(_settings())
    for line in (*found.notes, *found.problems):
        click.echo(line)
    click.echo(f"{found.lines} lines, {found.anchors} of them anchored: {'not ' if found.problems else ''}as written")
    sys.exit(bool(found.problems))


@main.group()
def role() -> None:
    """What accounts may do across rooms."""


@role.command()
@click.argument("pseudonym")
@click.argument("name", type=click.Choice([one.value for one in Role]))
def give(pseudonym: str, name: str) -> None:
    """Give the account with this pseudonym a role: moderator, reviewer and so on."""
    with _sentences():
        given = operating.operate(_settings(), "role.give", pseudonym=pseudonym, role=name)
    click.echo(", ".join(given["roles"]))


@role.command()
@click.argument("pseudonym")
@click.argument("name", type=click.Choice([one.value for one in Role]))
def take(pseudonym: str, name: str) -> None:
    """Take a role away and sign its holder out everywhere."""
    with _sentences():
        left = operating.operate(_settings(), "role.take", pseudonym=pseudonym, role=name)
    click.echo(", ".join(left["roles"]))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--with-key", is_flag=True, help="Also write FILE.key, with which everything in FILE can be read.")
def backup(file: Path, with_key: bool) -> None:
    """Write a checked copy of the database to FILE, also while people write."""
    with _sentences():
        for line in back_up(_settings(), file, with_key=with_key):
            click.echo(line)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Put a backup in the place of the database, where none may be. Everybody signs in anew afterwards."""
    with _sentences():
        for line in restore_from(_settings(), file):
            click.echo(line)


@main.command()
def check() -> None:
    """Look for what would keep this installation from serving well. Changes nothing."""
    with _sentences():
        findings = list(look_at_everything(_settings()))
    for finding in findings:
        click.echo(f"{finding.what}: {finding.problem or 'fine'}")
    sys.exit(any(finding.problem for finding in findings))


def _show(settings: Settings, links: try_out.Links) -> None:
    """The links, each good for one person, once."""
    click.echo(f"\nSohva is at {settings.public_url}\n\nLinks to enter, each for one person and one day:")
    for who, path in links.paths.items():
        click.echo(f"  {who:<20} {settings.public_url}{path}")
    if len(links.paths) > 1:
        click.echo("\nNobody can write while nobody trained is there: use the facilitator's link first.")
        click.echo("Go on duty, then open the room.")
    click.echo(f"\nWhat people write lies in {settings.data}. Ctrl+C ends it.\n")
    sys.stdout.flush()


def _settings(**given: Any) -> Settings:
    try:
        return read_settings(**given)
    except SettingsError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        sys.exit(2)


_TOLD = (BackupError, ControlError, DatabaseLockedError, SchemaBehind, SealKeyError)


@contextmanager
def _sentences() -> Iterator[None]:
    """Turns what an operator can do something about into one sentence and exit code 1."""
    try:
        yield
    except _TOLD as error:
        problem = str(error)
    except Refusal as refusal:
        problem = f"refused: {refusal.code}"
    except DBAPIError as error:
        problem = f"the database cannot be used ({type(error.orig).__name__})"
    else:
        return
    click.echo(problem, err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
