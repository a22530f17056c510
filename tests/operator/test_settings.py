"""Settings: what is taken, what is refused, and that no refusal repeats a secret."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.public_address import public_address
from server.settings import Settings, SettingsError, read_settings
from server.settings_page import page


@pytest.fixture(autouse=True)
def _bare(bare_environment: None) -> None:
    """What is set on the machine that runs the tests does not count."""


def problems(**given: object) -> list[str]:
    with pytest.raises(SettingsError) as refusal:
        read_settings(**given)
    return refusal.value.problems


def test_nothing_needs_to_be_set() -> None:
    settings = read_settings()
    assert settings.public_url == "http://localhost:8000"
    assert settings.database_url == f"sqlite:///{Path.cwd()}/data/sohva.db"
    assert settings.is_sqlite
    assert not settings.is_https


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PORT", "9001")
    monkeypatch.setenv("SOHVA_DATA", str(tmp_path))
    settings = read_settings()
    assert settings.public_url == "http://localhost:9001"
    assert settings.key_file == tmp_path / "keys" / "seal.key"


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "")
    monkeypatch.setenv("PORT", "")
    assert read_settings().redis_url is None


def test_this_machine_may_be_called_by_all_its_names() -> None:
    assert read_settings(port=8123).origins == {
        "http://localhost:8123",
        "http://127.0.0.1:8123",
        "http://[::1]:8123",
    }


def test_a_public_address_is_one_origin_in_the_browsers_spelling() -> None:
    settings = read_settings(public_url="https://Chat.Example.org:443/")
    assert settings.origins == {"https://chat.example.org"}
    assert settings.is_https


def test_an_address_with_letters_beyond_ascii_is_spelled_as_browsers_do() -> None:
    assert public_address("https://ähtäri.example") == "https://xn--htri-koac.example"


@pytest.mark.parametrize(
    "address",
    [
        "http://chat.example.org",
        "ftp://chat.example.org",
        "chat.example.org",
        "https://",
        "https://chat.example.org/path",
        "https://chat.example.org?x=1",
        "https://somebody:word@chat.example.org",
        "https://[::1",
        "https://a..b",
        "https://chat.example.org:99999",
    ],
)
def test_an_address_that_cannot_be_an_origin_is_refused_alone(address: str) -> None:
    (problem,) = problems(public_url=address)
    assert problem.startswith("SOHVA_PUBLIC_URL: must be")


def spelled(text: str) -> str:
    try:
        return public_address(text)
    except ValueError as refusal:
        return str(refusal)


@given(st.text() | st.from_regex(r"https?://[a-z\[\]:.@0-9]{0,20}(:[0-9]{1,6})?", fullmatch=True))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    address = spelled(text)
    assert address.startswith("must be") or spelled(address) == address


@pytest.mark.parametrize(
    "url", ["mysql://aino:hunter22secret@host/db", "sqlite://", "sqlite:///:memory:", "hunter22secret"]
)
def test_a_database_that_cannot_serve_is_refused_without_its_password(url: str) -> None:
    (problem,) = problems(database_url=url)
    assert problem.startswith("DATABASE_URL: must")
    assert "hunter22secret" not in problem


def test_passwords_are_not_part_of_how_settings_show_themselves() -> None:
    settings = read_settings(
        database_url="postgresql://a:hunter22secret@h/d",
        redis_url="redis://:hunter22secret@h",
        metrics_token="hunter22secret-longer",
    )
    assert "hunter22secret" not in repr(settings)


def test_several_processes_need_something_to_talk_through() -> None:
    postgres = "postgresql://localhost/sohva"
    assert "REDIS_URL" in problems(processes=2, database_url=postgres)[0]
    assert "one process" in problems(processes=2, redis_url="redis://localhost")[0]
    assert read_settings(processes=2, database_url=postgres, redis_url="redis://localhost").processes == 2


@pytest.mark.parametrize("proxies", ["nonsense", "10.0.0.0/40", "10.0.0.1;10.0.0.2"])
def test_a_proxy_that_is_no_address_is_refused(proxies: str) -> None:
    assert problems(trusted_proxies=proxies)[0].startswith("FORWARDED_ALLOW_IPS:")


def test_proxies_may_be_networks_or_everybody() -> None:
    assert read_settings(trusted_proxies="10.0.0.0/8, ::1").trusted_proxies == "10.0.0.0/8,::1"
    assert read_settings(trusted_proxies="*").trusted_proxies == "*"


def test_every_wrong_setting_is_named_at_once() -> None:
    found = problems(port=0, log_level="loud", metrics_token="short")
    assert [problem.partition(":")[0] for problem in found] == ["PORT", "SOHVA_METRICS_TOKEN", "SOHVA_LOG_LEVEL"]


def test_every_setting_says_what_it_decides() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_every_setting_is_heeded_somewhere() -> None:
    code = "".join(path.read_text() for path in Path("server").rglob("*.py") if path.name != "settings.py")
    assert [name for name in Settings.model_fields if f"settings.{name}" not in code and name != "data"] == []


def test_the_page_of_settings_is_current() -> None:
    assert Path("docs/settings.md").read_text() == page(), "python -m server.settings_page > docs/settings.md"
