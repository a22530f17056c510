"""Settings: read once from the environment, checked, and then never changed while the server runs."""

from __future__ import annotations

from functools import cached_property
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from server.public_address import origins_of, public_address


class SettingsError(Exception):
    """Settings that cannot be used. `problems` has a line each, `NAME: what is wrong`, and never a value."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """Everything an operator may decide. Each field is one environment variable; docs/settings.md lists them."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        validate_by_name=True,
        validate_default=True,
        hide_input_in_errors=True,
    )

    port: int = Field(
        default=8000, ge=1, le=65_535, validation_alias="PORT", description="The port on which the server listens."
    )
    host: str = Field(
        default="127.0.0.1",
        validation_alias="HOST",
        description="The address on which the server listens. `0.0.0.0` where the proxy is on another machine.",
    )
    public_url: str = Field(
        default_factory=lambda given: f"http://localhost:{given.get('port', 8000)}",
        validation_alias="SOHVA_PUBLIC_URL",
        description="The address that people type, without a path. `https`, except on this machine itself. "
        "Requests that come from pages of any other address are refused.",
    )
    data: Path = Field(
        default=Path("data"),
        validation_alias="SOHVA_DATA",
        description="The data folder: the SQLite database, and by default the key.",
    )
    database_url: str = Field(
        default_factory=lambda given: f"sqlite:///{given.get('data', Path('data'))}/sohva.db",
        repr=False,
        validation_alias="DATABASE_URL",
        description="The database: `sqlite:////path/to/file.db` or `postgresql://name:password@host/database`.",
    )
    key_file: Path = Field(
        default_factory=lambda given: given.get("data", Path("data")) / "keys" / "seal.key",
        validation_alias="SOHVA_KEY_FILE",
        description="The file with the key that seals what people write; made at first start. "
        "Without it nothing that was written can be read again, so keep a copy, apart from the backups.",
    )
    redis_url: str | None = Field(
        default=None,
        repr=False,
        validation_alias="REDIS_URL",
        description="Valkey or Redis, through which several processes tell each other what is new. "
        "Needed for more than one process.",
    )
    processes: int = Field(
        default=1,
        ge=1,
        validation_alias="WEB_CONCURRENCY",
        description="How many processes serve. More than one needs PostgreSQL and `REDIS_URL`.",
    )
    lanes: int = Field(
        default=4,
        ge=1,
        le=32,
        validation_alias="SOHVA_LANES",
        description="How many connections write side by side on PostgreSQL. SQLite always has one.",
    )
    trusted_proxies: str = Field(
        default="127.0.0.1,::1",
        validation_alias="FORWARDED_ALLOW_IPS",
        description="Addresses or networks of the proxies whose `X-Forwarded-For` is believed, with commas between "
        "them. `*` believes everybody, which is right only where nobody but the proxy can reach the port.",
    )
    metrics_token: SecretStr | None = Field(
        default=None,
        min_length=16,
        validation_alias="SOHVA_METRICS_TOKEN",
        description="With it, `/metrics` answers to `Authorization: Bearer TOKEN` (16 characters or more). "
        "Without it, only to this machine itself.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info",
        validation_alias="SOHVA_LOG_LEVEL",
        description="How much the log tells. No level tells what people write.",
    )
    policy: str = Field(
        default="gentle_room",
        pattern=r"^[a-z][a-z_]{0,39}$",
        validation_alias="SOHVA_POLICY",
        description="The house rules that rooms start with, by the name of a preset.",
    )
    notices_likeness: bool = Field(
        default=False,
        validation_alias="SOHVA_NOTICES_LIKENESS",
        description="Whether messages are read once more after delivery for what they are like, which may put them at the "
        "end of the desk's queue and does nothing else. Often wrong. Needs the extra `semantic`.",
    )
    message_rate: float = Field(
        default=0.5,
        gt=0,
        le=10_000,
        validation_alias="SOHVA_MESSAGE_RATE",
        description="How many messages a second one person may write in a room, once the burst is used up.",
    )
    message_burst: int = Field(
        default=10,
        ge=1,
        le=100_000,
        validation_alias="SOHVA_MESSAGE_BURST",
        description="How many messages one person may write in a room in one go.",
    )
    newcomer_rate: float = Field(
        default=0.05,
        gt=0,
        le=10_000,
        validation_alias="SOHVA_NEWCOMER_RATE",
        description="As `SOHVA_MESSAGE_RATE`, on a participant's first day in a room.",
    )
    newcomer_burst: int = Field(
        default=3,
        ge=1,
        le=100_000,
        validation_alias="SOHVA_NEWCOMER_BURST",
        description="As `SOHVA_MESSAGE_BURST`, on a participant's first day in a room.",
    )
    command_rate: float = Field(
        default=20.0,
        gt=0,
        le=1_000_000,
        validation_alias="SOHVA_COMMAND_RATE",
        description="How many commands a second one connection may send, once the burst is used up.",
    )
    command_burst: int = Field(
        default=60,
        ge=1,
        le=1_000_000,
        validation_alias="SOHVA_COMMAND_BURST",
        description="How many commands one connection may send in one go.",
    )
    handshakes_per_minute: int = Field(
        default=10,
        ge=1,
        le=1_000_000,
        validation_alias="SOHVA_HANDSHAKES_PER_MINUTE",
        description="How often a minute one account may open a connection.",
    )
    sockets_per_account: int = Field(
        default=5,
        ge=1,
        le=100_000,
        validation_alias="SOHVA_SOCKETS_PER_ACCOUNT",
        description="How many connections one account may hold at once.",
    )
    sockets_per_process: int = Field(
        default=6_000,
        ge=1,
        le=1_000_000,
        validation_alias="SOHVA_SOCKETS_PER_PROCESS",
        description="How many connections one process accepts before it sends people away for a while.",
    )

    attempts_per_address: int = Field(
        default=20,
        ge=1,
        le=1_000_000,
        validation_alias="SOHVA_ATTEMPTS_PER_ADDRESS",
        description="How many sign-ins, and how many recoveries, may fail from one network in five minutes.",
    )
    sign_ups_per_address: int = Field(
        default=30,
        ge=1,
        le=1_000_000,
        validation_alias="SOHVA_SIGN_UPS_PER_ADDRESS",
        description="How many accounts may be made from one network in an hour. "
        "Raise it for the day on which a whole day centre comes in by one address.",
    )

    smtp_host: str | None = Field(
        default=None,
        max_length=255,
        validation_alias="SOHVA_SMTP_HOST",
        description="The mail server for staff on call, and for reminders to who left an address. Needs the extra `mail`.",
    )
    smtp_port: int = Field(
        default=587, ge=1, le=65_535, validation_alias="SOHVA_SMTP_PORT", description="The mail server's port."
    )
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        validation_alias="SOHVA_SMTP_SECURITY",
        description="How the way to the mail server is protected. `none` only where it is this machine.",
    )
    smtp_user: str | None = Field(
        default=None,
        repr=False,
        validation_alias="SOHVA_SMTP_USER",
        description="The name with which the server signs in to the mail server, where it asks for one.",
    )
    smtp_password: SecretStr | None = Field(
        default=None, validation_alias="SOHVA_SMTP_PASSWORD", description="The password that belongs to it."
    )
    smtp_from: str | None = Field(
        default=None,
        max_length=254,
        validation_alias="SOHVA_SMTP_FROM",
        description="The address that mail comes from. Without it no mail is sent, and no address for reminders is taken.",
    )
    webhook_allow_private_networks: bool = Field(
        default=False,
        validation_alias="SOHVA_WEBHOOK_ALLOW_PRIVATE_NETWORKS",
        description="Whether alerts may go to addresses inside the network, and without https. Only for trying it out: "
        "with it an organiser can make the server call what only the server can reach.",
    )
    accept_seconds: int = Field(
        default=30,
        ge=5,
        le=600,
        validation_alias="SOHVA_ACCEPT_SECONDS",
        description="How long a turn that goes round waits for somebody to accept it. It comes back to whoever missed it.",
    )
    turn_minutes: int = Field(
        default=3,
        ge=1,
        le=60,
        validation_alias="SOHVA_TURN_MINUTES",
        description="How long a turn is meant to be. It is shown when it has been longer, and ends by nobody but people.",
    )
    vanished_after_seconds: int = Field(
        default=60,
        ge=5,
        le=3_600,
        validation_alias="SOHVA_VANISHED_AFTER_SECONDS",
        description="How long somebody may be gone in the middle of a session before a turn of theirs goes on, and before "
        "those who guide the room hear that they left without checking out.",
    )
    pause_after_seconds: int = Field(
        default=60,
        ge=1,
        le=86_400,
        validation_alias="SOHVA_PAUSE_AFTER_SECONDS",
        description="How long an open room goes on when nobody on duty is there any more. Then it pauses.",
    )
    end_after_seconds: int = Field(
        default=300,
        ge=1,
        le=86_400,
        validation_alias="SOHVA_END_AFTER_SECONDS",
        description="How long a paused room waits for somebody on duty. Then the sitting is over.",
    )
    opens_early_minutes: int = Field(
        default=30,
        ge=0,
        le=1_440,
        validation_alias="SOHVA_OPENS_EARLY_MINUTES",
        description="How long before the hours of a room somebody can go on duty there.",
    )
    rooms_per_person_on_duty: int = Field(
        default=2,
        ge=1,
        le=100,
        validation_alias="SOHVA_ROOMS_PER_PERSON_ON_DUTY",
        description="In how many rooms one person can be on duty at once.",
    )
    hand_over_after_minutes: int = Field(
        default=120,
        ge=1,
        le=1_440,
        validation_alias="SOHVA_HAND_OVER_AFTER_MINUTES",
        description="How long somebody can be on duty before handing over is proposed to them.",
    )

    @field_validator("data", "key_file")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("public_url")
    @classmethod
    def _bare_address(cls, value: str) -> str:
        return public_address(value)

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        try:
            url = make_url(value)
        except (ArgumentError, ValueError):
            raise ValueError("must be a database URL such as postgresql://name:password@host/database") from None
        kind = url.drivername.partition("+")[0]
        if kind not in {"sqlite", "postgres", "postgresql"}:
            raise ValueError("must begin with sqlite:// or postgresql://")
        if kind == "sqlite" and url.database in {None, "", ":memory:"}:
            raise ValueError("must name a file: a database in memory would lose every word at the next start")
        return value

    @field_validator("redis_url")
    @classmethod
    def _known_backplane(cls, value: str | None) -> str | None:
        if value is not None and urlsplit(value).scheme not in {"redis", "rediss", "unix", "valkey", "valkeys"}:
            raise ValueError("must begin with redis://, rediss:// or unix://")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        try:
            for name in filter(lambda name: name != "*", _names(value)):
                ip_network(name, strict=False) if "/" in name else ip_address(name)
        except ValueError:
            raise ValueError("must be addresses or networks with commas between them, or *") from None
        return ",".join(_names(value))

    @model_validator(mode="after")
    def _processes_fit(self) -> Settings:
        if self.processes > 1 and self.is_sqlite:
            raise ValueError("WEB_CONCURRENCY: a SQLite file is served by one process; DATABASE_URL must be PostgreSQL")
        if self.processes > 1 and self.redis_url is None:
            raise ValueError("WEB_CONCURRENCY: several processes need REDIS_URL to tell each other what is new")
        return self

    @cached_property
    def origins(self) -> frozenset[str]:
        """The origins from which requests are taken."""
        return origins_of(self.public_url)

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https:")

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def read_settings(**given: Any) -> Settings:
    """The settings from the environment, `given` ones first. Raises SettingsError."""
    try:
        return Settings(**given)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
        told = [one for one in found if one["type"] != "default_factory_not_called"]  # follows from another problem
        raise SettingsError([_problem(one["loc"], one["msg"]) for one in told]) from None


def variable(name: str) -> str:
    """The environment variable behind a field."""
    return str(Settings.model_fields[name].validation_alias)


def _problem(location: tuple[int | str, ...], message: str) -> str:
    text = message.removeprefix("Value error, ")
    if not location:
        return text
    name = str(location[0])
    return f"{variable(name) if name in Settings.model_fields else name}: {text}"


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]
