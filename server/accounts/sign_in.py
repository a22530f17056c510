"""What happens before the lane when somebody proves who they are: limits, look-up, password."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlmodel import col, select
from starlette.requests import HTTPConnection, Request

from server.accounts import tokens
from server.accounts.device import device_words
from server.accounts.limits import Bucket, Limits
from server.accounts.logins import device_of
from server.accounts.names import name_key, usable_name
from server.accounts.password_rules import composed, usable_password
from server.accounts.passwords import Passwords, Verdict
from server.accounts.service import ChangePassword, NewAccount, Recover, SignUp, StartLogin
from server.accounts.tables import Account, RecoveryCode
from server.accounts.wire import NewCodes, NewPassword, Recovery, SignIn
from server.actor import ANYONE, Actor
from server.errors import ErrorCode, Refusal
from server.storage.tx import Tx
from server.web.auth import cookies_of
from server.web.services import services_of


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody says who they are: by name, by device, by code."""

    name_key: str
    device_token: str = field(default="", repr=False)
    code_hash: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Found:
    """What the claim is checked against."""

    account_id: str
    pseudonym: str
    password_hash: str = field(repr=False)
    is_known_device: bool = False
    is_right_code: bool = False


async def check_sign_in(request: Request, actor: Actor, command: SignIn) -> StartLogin:
    """The login to start. Refuses sign_in_failed, too_many_attempts, server_busy."""
    claim = Claim(name_key(command.pseudonym), cookies_of(request).device_token(request))
    found = await services_of(request).readers.run(find_claimed, ANYONE, claim)
    buckets = _buckets(request, claim, found)
    verdict = await _check(request, buckets, found.password_hash if found else None, command.password)
    assert found is not None  # nobody's password is right
    return StartLogin(found.account_id, device_of_request(request), found.password_hash, verdict.new_hash)


async def check_recovery(request: Request, actor: Actor, command: Recovery) -> Recover:
    """The recovery to carry out. A right code passes whatever others have tried; wrong ones count by address."""
    claim = Claim(name_key(command.pseudonym), code_hash=tokens.code_hash(command.code))
    password = usable_password(command.new_password, command.pseudonym)
    found = await services_of(request).readers.run(find_claimed, ANYONE, claim)
    if found is None or not found.is_right_code:
        async with _limits(request).guess(*_limits(request).address("recovery", address_of(request))) as guess:
            guess.is_wrong = True
        raise Refusal(ErrorCode.SIGN_IN_FAILED)
    new_hash = await _passwords(request).hash(password)
    return Recover(found.account_id, claim.code_hash, new_hash, device_of_request(request))


async def check_new_password(request: Request, actor: Actor, command: NewPassword) -> ChangePassword:
    """The change to carry out, once the current password is proved."""
    account = await _prove(request, actor, command.current_password)
    password = usable_password(command.new_password, account.pseudonym)
    return ChangePassword(account.password_hash, await _passwords(request).hash(password))


async def check_new_codes(request: Request, actor: Actor, command: NewCodes) -> str:
    """The hash that the password was proved against."""
    return (await _prove(request, actor, command.password)).password_hash


async def prepare_sign_up(request: Request, pseudonym: str, password: str, language: str) -> SignUp:
    """A sign-up that the lane can carry out: counted, named, hashed.

    Refuses too_many_attempts, name_unusable, name_protected, password_too_short, password_too_long,
    password_too_easy, server_busy. Whoever lets people sign up checks their invitation first.
    """
    name = usable_name(pseudonym)
    usable = usable_password(password, name)
    await _limits(request).count_sign_up(address_of(request))
    return SignUp(NewAccount(name, await _passwords(request).hash(usable), language), device_of_request(request))


def find_claimed(tx: Tx, actor: Actor, claim: Claim) -> Found | None:
    """The account a claim is about, None where there is none."""
    account = tx.session.exec(select(Account).where(Account.name_key == claim.name_key)).first()
    code = tx.session.exec(
        select(RecoveryCode.account_id).where(
            RecoveryCode.code_hash == claim.code_hash, col(RecoveryCode.used_at).is_(None)
        )
    ).first()
    if account is None:
        return None
    is_known = device_of(tx, claim.device_token) == account.id
    return Found(account.id, account.pseudonym, account.password_hash, is_known, code == account.id)


def find_myself(tx: Tx, actor: Actor, command: None) -> Found:
    """My own account."""
    account = tx.session.get_one(Account, actor.account_id)
    return Found(account.id, account.pseudonym, account.password_hash)


def address_of(connection: HTTPConnection) -> str | None:
    """Where a request comes from; kept nowhere."""
    return connection.client.host if connection.client else None


def device_of_request(connection: HTTPConnection) -> str:
    return device_words(connection.headers.get("user-agent", ""))


def _buckets(request: Request, claim: Claim, found: Found | None) -> list[Bucket]:
    limits = _limits(request)
    if found is not None and found.is_known_device:
        return [limits.device(claim.device_token)]
    return [limits.account(claim.name_key), *limits.address("sign-in", address_of(request))]


async def _prove(request: Request, actor: Actor, password: str) -> Found:
    account: Found = await services_of(request).readers.run(find_myself, actor)
    await _check(request, [_limits(request).login(str(actor.login_id))], account.password_hash, password)
    return account


async def _check(request: Request, buckets: list[Bucket], stored: str | None, password: str) -> Verdict:
    async with _limits(request).guess(*buckets) as guess:
        verdict = await _passwords(request).verify(stored, composed(password))
        guess.is_wrong = not verdict.is_right
    if not verdict.is_right:
        raise Refusal(ErrorCode.SIGN_IN_FAILED)
    return verdict


def _limits(request: Request) -> Limits:
    limits: Limits = services_of(request).limits
    return limits


def _passwords(request: Request) -> Passwords:
    passwords: Passwords = services_of(request).passwords
    return passwords
