"""The command line on a place where no server runs."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.settings import Settings


def lines_of(run, *words: str) -> list[str]:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_a_setting_that_cannot_be_used_ends_every_command_with_its_name(run) -> None:
    result = run("check", SOHVA_PUBLIC_URL="http://chat.example.org", PORT="many")
    assert result.exit_code == 2
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == ["PORT", "SOHVA_PUBLIC_URL"]


def test_every_command_says_what_it_does(run) -> None:
    for words in (["--help"], *([name, "--help"] for name in ("serve", "try-out", "backup", "restore", "check"))):
        assert lines_of(run, *words)[0].startswith("Usage:")


def test_migrate_makes_a_database_that_only_its_owner_reads(run, settings: Settings) -> None:
    run("migrate")
    assert (settings.data / "sohva.db").stat().st_mode & 0o077 == 0
    assert settings.data.stat().st_mode & 0o077 == 0
    assert run("migrate").exit_code == 0


def test_an_organisers_link_has_its_secret_where_no_log_sees_it(run) -> None:
    (link,) = lines_of(run, "organiser", "invite", "--hours", "2")
    address, _, secret = link.partition("#")
    assert address == "http://localhost:8000/join"
    assert len(secret) >= 32


@pytest.mark.parametrize("hours", ["0", "721", "soon"])
def test_a_link_for_no_time_or_for_ever_is_not_made(run, hours: str) -> None:
    assert run("organiser", "invite", "--hours", hours).exit_code == 2


def test_no_rooms_are_no_lines(run) -> None:
    assert lines_of(run, "room", "list") == []


def test_what_is_backed_up_and_wiped_comes_back(run, settings: Settings, tmp_path: Path) -> None:
    lines_of(run, "organiser", "invite")
    lines_of(run, "backup", str(tmp_path / "b"), "--with-key")
    shutil.rmtree(settings.data)
    told = lines_of(run, "restore", str(tmp_path / "b"))
    assert "Everybody signs in anew" in told[-1]
    assert (settings.key_file.read_bytes(), settings.key_file.stat().st_mode & 0o777) == (
        (tmp_path / "b.key").read_bytes(),
        0o600,
    )
    with closing(sqlite3.connect(settings.data / "sohva.db")) as connection:
        assert connection.execute("SELECT count(*) FROM invitation").fetchone() == (1,)


def test_the_key_is_in_no_backup_unless_it_is_asked_for(run, settings: Settings, tmp_path: Path) -> None:
    lines_of(run, "organiser", "invite")
    lines_of(run, "backup", str(tmp_path / "b"))
    assert not (tmp_path / "b.key").exists()
    assert settings.key_file.read_bytes() not in (tmp_path / "b").read_bytes()


def test_nothing_is_restored_without_its_key_or_with_a_foreign_one(run, settings: Settings, tmp_path: Path) -> None:
    lines_of(run, "organiser", "invite")
    lines_of(run, "backup", str(tmp_path / "b"))
    other = tmp_path / "other"
    without = run("restore", str(tmp_path / "b"), data=other)
    assert (without.exit_code, "put the key" in without.stderr) == (1, True)
    settings.key_file.write_bytes(bytes(32))
    (settings.data / "sohva.db").unlink()
    foreign = run("restore", str(tmp_path / "b"))
    assert (foreign.exit_code, "does not belong" in foreign.stderr) == (1, True)
    assert not (settings.data / "sohva.db").exists()
    assert not (other / "sohva.db").exists()


def test_nothing_is_restored_over_a_database(run, tmp_path: Path) -> None:
    lines_of(run, "organiser", "invite")
    lines_of(run, "backup", str(tmp_path / "b"))
    result = run("restore", str(tmp_path / "b"))
    assert (result.exit_code, "already" in result.stderr) == (1, True)


def test_a_restore_ends_every_link_that_let_people_in(run, settings: Settings, tmp_path: Path) -> None:
    """One that was used up or withdrawn after the backup would otherwise let somebody in again."""
    lines_of(run, "organiser", "invite")
    lines_of(run, "backup", str(tmp_path / "b"), "--with-key")
    shutil.rmtree(settings.data)
    assert "links" in lines_of(run, "restore", str(tmp_path / "b"))[-1]
    with closing(sqlite3.connect(settings.data / "sohva.db")) as database:
        assert database.execute("SELECT revoked_at IS NULL FROM invitation").fetchall() == [(0,)]


def test_a_restore_ends_every_login(run, settings: Settings, tmp_path: Path) -> None:
    lines_of(run, "migrate")
    path = settings.data / "sohva.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO account VALUES ('a', 'Aino', 'aino', 'aino', 'x', 'fi', 0, 0)",
        )
        connection.execute(
            "INSERT INTO login (id, account_id, token_hash, device, created_at, last_seen_at) "
            "VALUES ('l', 'a', 'h', 'd', 0, 0)"
        )
    lines_of(run, "organiser", "invite")
    lines_of(run, "backup", str(tmp_path / "b"))
    for file in settings.data.glob("sohva.db*"):
        file.unlink()
    lines_of(run, "restore", str(tmp_path / "b"))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM login WHERE ended_at IS NULL").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM login").fetchone() == (1,)


def found_by_check(run) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in run("check").output.splitlines())


def test_check_finds_what_is_missing(run) -> None:
    assert "there is none" in found_by_check(run)["database"]
    lines_of(run, "organiser", "invite")
    found = found_by_check(run)
    assert (found["schema"], found["database"], found["key"]) == ("fine", "fine", "fine")
    assert "no room can open" in found["help numbers"]
    assert run("check").exit_code == 1


def test_check_changes_nothing(run, settings: Settings) -> None:
    run("check")
    assert not settings.data.exists()


def test_check_finds_a_key_that_others_read_and_one_that_does_not_fit(run, settings: Settings) -> None:
    lines_of(run, "organiser", "invite")
    settings.key_file.chmod(0o644)
    assert "chmod 600" in found_by_check(run)["key"]
    settings.key_file.chmod(0o600)
    settings.key_file.write_bytes(bytes(32))
    assert "belongs to another database" in found_by_check(run)["key"]
    settings.key_file.unlink()
    assert "missing" in found_by_check(run)["key"]


def test_check_finds_an_old_schema_and_damage(run, settings: Settings) -> None:
    lines_of(run, "organiser", "invite")
    path = settings.data / "sohva.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'v0000'")
    assert "sohva migrate" in found_by_check(run)["schema"]
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert found_by_check(run)["database"] != "fine"


def test_check_finds_made_up_numbers(run, settings: Settings) -> None:
    lines_of(run, "migrate")
    with closing(sqlite3.connect(settings.data / "sohva.db")) as connection, connection:
        connection.execute("INSERT INTO organisation VALUES ('organisation', 'T', '[\"en\"]', 'en', 0)")
        connection.execute("INSERT INTO help_number VALUES ('h', 'en', 0, 'a', 'n', '000', '', 1)")
    assert "made up" in found_by_check(run)["help numbers"]


def test_a_database_that_cannot_be_reached_is_one_sentence(run) -> None:
    result = run("room", "list", DATABASE_URL="postgresql://aino:hunter22secret@127.0.0.1:1/sohva")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "hunter22secret" not in result.output


def test_a_command_does_not_upgrade_a_postgresql_under_its_servers(run, empty_postgres_url: str) -> None:
    behind = run("organiser", "invite", DATABASE_URL=empty_postgres_url)
    assert (behind.exit_code, "sohva migrate" in behind.stderr) == (1, True)
    assert run("migrate", DATABASE_URL=empty_postgres_url).exit_code == 0
    assert "/join#" in run("organiser", "invite", DATABASE_URL=empty_postgres_url).output
    found = run("check", DATABASE_URL=empty_postgres_url).output
    assert "schema: fine" in found
    assert "database: fine" in found


def test_a_restored_database_tells_another_history(run, settings: Settings, tmp_path: Path) -> None:
    """Else whoever remembers numbers from after the backup would go on as if they still meant the same."""

    def mark() -> str:
        with closing(sqlite3.connect(settings.data / "sohva.db")) as database:
            return str(database.execute("SELECT mark FROM history").fetchone()[0])

    lines_of(run, "organiser", "invite")
    before = mark()
    lines_of(run, "migrate")
    lines_of(run, "backup", str(tmp_path / "b"), "--with-key")
    assert mark() == before
    shutil.rmtree(settings.data)
    lines_of(run, "restore", str(tmp_path / "b"))
    assert mark() != before
