"""Roles across rooms, as rows with a beginning and an end."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from server.accounts.logins import end_logins
from server.accounts.logins import roles_of as roles_of
from server.accounts.tables import Account, AccountRole
from server.actions.service import ActionKind, record
from server.actor import Actor, Role
from server.errors import ErrorCode, Refusal
from server.ids import new_id
from server.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class ChangeRole:
    """One role of one account."""

    account_id: str
    role: Role


def grant_role(tx: Tx, actor: Actor, command: ChangeRole) -> None:
    """Gives a role, which counts from the next request on. Organisers and the operator; else not_permitted.

    Refuses not_found. Giving what is held already changes nothing.
    """
    _require_power(actor)
    if tx.session.get(Account, command.account_id) is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    if _held(tx, command) is None:
        tx.session.add(
            AccountRole(
                id=new_id(),
                account_id=command.account_id,
                role=command.role,
                given_at=tx.now,
                given_by=actor.account_id,
            )
        )
        record(tx, actor, ActionKind.ROLE_CHANGED, after={"account": command.account_id, "given": command.role})


def revoke_role(tx: Tx, actor: Actor, command: ChangeRole) -> None:
    """Takes a role and signs its holder out everywhere, so that no open connection keeps it. Refusals as above."""
    _require_power(actor)
    held = _held(tx, command)
    if held is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    held.ended_at, held.ended_by = tx.now, actor.account_id
    record(tx, actor, ActionKind.ROLE_CHANGED, after={"account": command.account_id, "taken": command.role})
    end_logins(tx, command.account_id)


def staff_skeletons(tx: Tx, but_not: str | None = None) -> frozenset[str]:
    """The skeletons of pseudonyms of everyone with a role now, but for one account: names nobody else may resemble."""
    staff = (
        select(Account.skeleton)
        .join(AccountRole, col(AccountRole.account_id) == Account.id)
        .where(col(AccountRole.ended_at).is_(None), Account.id != but_not)
    )
    return frozenset(tx.session.exec(staff))


def accounts_with(tx: Tx, role: Role) -> set[str]:
    """The accounts that have a role now."""
    held = select(AccountRole.account_id).where(AccountRole.role == role, col(AccountRole.ended_at).is_(None))
    return set(tx.session.exec(held))


def _held(tx: Tx, command: ChangeRole) -> AccountRole | None:
    return tx.session.exec(
        select(AccountRole).where(
            AccountRole.account_id == command.account_id,
            AccountRole.role == command.role,
            col(AccountRole.ended_at).is_(None),
        )
    ).first()


def _require_power(actor: Actor) -> None:
    if not (actor.is_operator or actor.has(Role.ORGANISER)):
        raise Refusal(ErrorCode.NOT_PERMITTED)
