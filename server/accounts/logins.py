"""Logins: each signed-in device is a row, visible to its owner and ended by them at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from sys import intern

from cryptography.exceptions import InvalidTag
from sqlalchemy import and_, bindparam
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from server.accounts import tokens
from server.accounts.tables import Account, AccountRole, Login
from server.accounts.wire import AccountCard, LoginCard, MyLogins, OneLogin
from server.actor import NO_ROLES, Actor, Role
from server.errors import ErrorCode, Refusal
from server.ids import new_id
from server.storage.columns import moment
from server.storage.prepared import Prepared
from server.storage.tx import Tx

IDLE_AFTER = timedelta(days=30)
OVER_AFTER = timedelta(days=90)
SEEN_EVERY = timedelta(minutes=10)
_DEVICE_SEAL = ("login", "device")


@dataclass(frozen=True, slots=True)
class StartLogin:
    """`verified_hash` is the stored hash that the password proved; `new_hash` replaces it where it is outdated."""

    account_id: str
    device: str = ""
    verified_hash: str | None = field(default=None, repr=False)
    new_hash: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class StartedLogin:
    """A new login. Both tokens go into cookies and are kept nowhere else."""

    login_id: str
    account: AccountCard
    token: str = field(repr=False)
    device_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whose token it is, and whether the login's last sign of life is old enough to be written anew."""

    actor: Actor
    is_worth_noting: bool


def start_login(tx: Tx, actor: Actor, command: StartLogin) -> StartedLogin:
    """Signs a device in, and out of what it was signed in to before.

    Refuses sign_in_failed where the password was changed while it was being checked.
    """
    end_current_login(tx, actor, None)
    account = tx.session.get_one(Account, command.account_id)
    if command.verified_hash not in {None, account.password_hash}:
        raise Refusal(ErrorCode.SIGN_IN_FAILED)
    if command.new_hash is not None:
        account.password_hash = command.new_hash
    token = tokens.new_token()
    login = Login(
        id=new_id(),
        account_id=account.id,
        token_hash=tokens.token_hash(token),
        device=command.device,
        created_at=tx.now,
        last_seen_at=tx.now,
    )
    tx.session.add(login)
    device_token = tx.sealer.seal(account.id, *_DEVICE_SEAL).hex()
    return StartedLogin(login.id, card_of(tx, account), token, device_token)


def end_login(tx: Tx, actor: Actor, command: OneLogin) -> None:
    """Signs one of my devices out. Refuses not_found, for other people's as well."""
    login = tx.session.get(Login, command.login)
    if login is None or login.account_id != actor.account_id or login.ended_at is not None:
        raise Refusal(ErrorCode.NOT_FOUND)
    _end(tx, login)


def end_current_login(tx: Tx, actor: Actor, command: None) -> None:
    """Signs this device out; a login that has ended already stays ended."""
    if actor.login_id is not None:
        _end(tx, tx.session.get_one(Login, actor.login_id))


def end_logins(tx: Tx, account_id: str, but_not: str | None = None) -> None:
    """Signs every device of an account out, but for one."""
    for login in tx.session.exec(_open_logins(account_id)):
        if login.id != but_not:
            _end(tx, login)


def list_logins(tx: Tx, actor: Actor, command: None) -> MyLogins:
    """My signed-in devices, the last used first."""
    logins = tx.session.exec(_open_logins(actor.account_id).order_by(col(Login.last_seen_at).desc()))
    return MyLogins(
        logins=[
            LoginCard(
                id=login.id,
                device=login.device,
                created_at=login.created_at,
                last_seen_at=login.last_seen_at,
                is_current=login.id == actor.login_id,
            )
            for login in logins
            if not _is_over(tx.now, login.created_at, login.last_seen_at)
        ]
    )


def authenticate(tx: Tx, actor: Actor, token_hash: str) -> Recognised | None:
    """Who holds a token, None where nobody does any more. Every request and connection asks this."""
    rows = tx.run(_HOLDER, token_hash=token_hash).fetchall()
    if not rows:
        return None
    login_id, account_id, created_at, last_seen_at, language, _ = rows[0]
    created_at, last_seen_at = moment(created_at), moment(last_seen_at)
    if _is_over(tx.now, created_at, last_seen_at):
        return None
    roles = frozenset(Role(row[5]) for row in rows if row[5] is not None) or NO_ROLES
    # connections remember their actor: what is the same for many is kept once
    return Recognised(Actor(account_id, login_id, roles, intern(language)), tx.now - last_seen_at >= SEEN_EVERY)


def still_open(tx: Tx, login_ids: list[str]) -> set[str]:
    """Those of the logins that nobody has ended."""
    return set(tx.session.exec(select(Login.id).where(col(Login.id).in_(login_ids), col(Login.ended_at).is_(None))))


def note_seen(tx: Tx, actor: Actor, command: None) -> None:
    """Writes down that a login is in use."""
    login = tx.session.get(Login, actor.login_id)
    if login is not None and tx.now - login.last_seen_at >= SEEN_EVERY:
        login.last_seen_at = tx.now


def device_of(tx: Tx, device_token: str) -> str | None:
    """The account that has signed in with the browser holding this token, None where that is not proved."""
    try:
        return tx.sealer.open(bytes.fromhex(device_token), *_DEVICE_SEAL) if device_token else None
    except (ValueError, InvalidTag):
        return None


def card_of(tx: Tx, account: Account) -> AccountCard:
    """What an account's owner sees of it."""
    return AccountCard(pseudonym=account.pseudonym, roles=roles_of(tx, account.id), language=account.language)


def roles_of(tx: Tx, account_id: str) -> list[Role]:
    """The roles an account holds now."""
    held = select(AccountRole).where(AccountRole.account_id == account_id, col(AccountRole.ended_at).is_(None))
    return sorted(row.role for row in tx.session.exec(held))


def _open_logins(account_id: str | None) -> SelectOfScalar[Login]:
    return select(Login).where(Login.account_id == account_id, col(Login.ended_at).is_(None))


def _end(tx: Tx, login: Login) -> None:
    if login.ended_at is None:
        login.ended_at = tx.now
        tx.outbox.end_login(login.id)


def _is_over(now: datetime, created_at: datetime, last_seen_at: datetime) -> bool:
    return now - last_seen_at >= IDLE_AFTER or now - created_at >= OVER_AFTER


_HOLDER = Prepared(
    select_columns(
        col(Login.id),
        col(Login.account_id),
        col(Login.created_at),
        col(Login.last_seen_at),
        col(Account.language),
        col(AccountRole.role),
    )
    .join(Account, col(Account.id) == col(Login.account_id))
    .outerjoin(AccountRole, and_(col(AccountRole.account_id) == Login.account_id, col(AccountRole.ended_at).is_(None)))
    .where(col(Login.token_hash) == bindparam("token_hash"), col(Login.ended_at).is_(None))
)
