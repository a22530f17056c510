"""What people do with their accounts. Passwords arrive hashed: hashing is too slow for a transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from server.accounts import tokens
from server.accounts.logins import StartedLogin as StartedLogin
from server.accounts.logins import StartLogin as StartLogin
from server.accounts.logins import card_of, end_logins
from server.accounts.logins import start_login as start_login
from server.accounts.names import name_key, skeleton, usable_name
from server.accounts.roles import ChangeRole as ChangeRole
from server.accounts.roles import grant_role as grant_role
from server.accounts.roles import revoke_role as revoke_role
from server.accounts.roles import roles_of
from server.accounts.roles import staff_skeletons as staff_skeletons
from server.accounts.tables import Account, RecoveryCode
from server.accounts.wire import Codes, Language, Me, Roles
from server.actor import ANYONE, Actor, Role
from server.errors import ErrorCode, Refusal
from server.ids import new_id
from server.storage.tx import Tx

HAS_DESK: list[Callable[[Tx, Actor], bool]] = []
"""By which slices above tell whether an account works at a desk: filled by the composition root."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A person who is about to exist."""

    pseudonym: str
    password_hash: str = field(repr=False)
    language: str = "en"
    is_made_up: bool = False


@dataclass(frozen=True, slots=True)
class NamedRole:
    """One role of the account with this pseudonym, for the operator."""

    pseudonym: str
    role: str


@dataclass(frozen=True, slots=True)
class SignUp:
    """A new account, and the device it begins on."""

    account: NewAccount
    device: str = ""


@dataclass(frozen=True, slots=True)
class SignedUp:
    """A new person: the actor they act as from now on, their login, and eight codes that are shown once."""

    actor: Actor
    login: StartedLogin
    codes: list[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """`verified_hash` is the hash that the current password was checked against."""

    verified_hash: str = field(repr=False)
    new_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recover:
    """A code that was found to belong to this account, and the new password's hash."""

    account_id: str
    code_hash: str = field(repr=False)
    new_hash: str = field(repr=False)
    device: str = ""


def create_account(tx: Tx, actor: Actor, command: NewAccount) -> str:
    """Makes an account and gives its id. Refuses name_unusable, name_protected, and name_taken for look-alikes too."""
    name, account_id = usable_name(command.pseudonym), new_id()
    row = {
        "id": account_id,
        "pseudonym": name,
        "name_key": name_key(name),
        "skeleton": skeleton(name),
        "password_hash": command.password_hash,
        "language": command.language,
        "created_at": tx.now,
        "is_made_up": command.is_made_up,
    }
    try:
        tx.connection.execute(insert(Account).values(row))
    except IntegrityError:  # two people may choose the same name at the same moment, so the database decides
        raise Refusal(ErrorCode.NAME_TAKEN) from None
    return account_id


def sign_up(tx: Tx, actor: Actor, command: SignUp) -> SignedUp:
    """Makes an account with recovery codes and signs it in. Refusals of `create_account`."""
    account_id = create_account(tx, actor, command.account)
    login = start_login(tx, actor, StartLogin(account_id, command.device))
    newcomer = Actor(account_id, login.login_id, language=command.account.language)
    return SignedUp(newcomer, login, _replace_codes(tx, account_id))


def see_me(tx: Tx, actor: Actor, command: None) -> Me:
    """What the server keeps of me that I see at a glance."""
    account = _mine(tx, actor)
    unused = select(func.count()).where(RecoveryCode.account_id == account.id, col(RecoveryCode.used_at).is_(None))
    return Me(
        **card_of(tx, account).model_dump(),
        codes_left=tx.session.exec(unused).one(),
        is_made_up=account.is_made_up,
        has_desk=any(works(tx, actor) for works in HAS_DESK),
    )


def set_language(tx: Tx, actor: Actor, command: Language) -> Me:
    """Chooses the language I am addressed in."""
    _mine(tx, actor).language = command.language
    return see_me(tx, actor, None)


def change_password(tx: Tx, actor: Actor, command: ChangePassword) -> None:
    """Sets my password and signs my other devices out. Refuses sign_in_failed where it changed in the meantime."""
    _require_unchanged(_mine(tx, actor), command.verified_hash).password_hash = command.new_hash
    end_logins(tx, str(actor.account_id), but_not=actor.login_id)


def recover(tx: Tx, actor: Actor, command: Recover) -> StartedLogin:
    """Uses a code up, sets the password, signs every device out and this one in. Refuses sign_in_failed."""
    code = tx.session.exec(_unused(command.account_id, command.code_hash)).first()
    if code is None:
        raise Refusal(ErrorCode.SIGN_IN_FAILED)
    code.used_at = tx.now
    tx.session.get_one(Account, command.account_id).password_hash = command.new_hash
    end_logins(tx, command.account_id)
    return start_login(tx, actor, StartLogin(command.account_id, command.device))


def new_recovery_codes(tx: Tx, actor: Actor, verified_hash: str) -> Codes:
    """Eight new codes; the old ones no longer work. Refuses sign_in_failed as `change_password`."""
    account = _require_unchanged(_mine(tx, actor), verified_hash)
    return Codes(codes=_replace_codes(tx, account.id))


def find_account(tx: Tx, actor: Actor, pseudonym: str) -> str | None:
    """The id of the account with this pseudonym, for the operator."""
    return tx.session.exec(select(Account.id).where(Account.name_key == name_key(pseudonym))).first()


def language_of(tx: Tx, account_id: str) -> str:
    """The language that somebody is addressed in."""
    account = tx.session.get(Account, account_id)
    return account.language if account else "en"


def give_role(tx: Tx, actor: Actor, command: NamedRole) -> Roles:
    """Gives the account with a pseudonym a role. Refusals: not_permitted, not_found."""
    change = _change(tx, command)
    grant_role(tx, actor, change)
    return Roles(roles=roles_of(tx, change.account_id))


def take_role(tx: Tx, actor: Actor, command: NamedRole) -> Roles:
    """Takes a role from the account with a pseudonym. Refusals: not_permitted, not_found."""
    change = _change(tx, command)
    revoke_role(tx, actor, change)
    return Roles(roles=roles_of(tx, change.account_id))


def _change(tx: Tx, command: NamedRole) -> ChangeRole:
    account_id = find_account(tx, ANYONE, command.pseudonym)
    if account_id is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    return ChangeRole(account_id, Role(command.role))


def _mine(tx: Tx, actor: Actor) -> Account:
    return tx.session.get_one(Account, actor.account_id)


def _require_unchanged(account: Account, verified_hash: str) -> Account:
    if account.password_hash != verified_hash:
        raise Refusal(ErrorCode.SIGN_IN_FAILED)
    return account


def _unused(account_id: str, code_hash: str) -> SelectOfScalar[RecoveryCode]:
    return select(RecoveryCode).where(
        RecoveryCode.account_id == account_id,
        RecoveryCode.code_hash == code_hash,
        col(RecoveryCode.used_at).is_(None),
    )


def _replace_codes(tx: Tx, account_id: str) -> list[str]:
    codes = tokens.new_codes()
    tx.connection.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))
    tx.session.add_all(
        RecoveryCode(id=new_id(), account_id=account_id, code_hash=tokens.code_hash(code), created_at=tx.now)
        for code in codes
    )
    return codes
