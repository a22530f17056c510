"""Accounts: nothing asked but a pseudonym and a password, and every change of them on disk."""

import asyncio
import dataclasses

import pytest

from server.accounts.logins import OVER_AFTER, SEEN_EVERY, authenticate, end_login, list_logins
from server.accounts.roles import ChangeRole, grant_role, revoke_role, staff_skeletons
from server.accounts.service import (
    ChangePassword,
    NewAccount,
    Recover,
    StartLogin,
    change_password,
    create_account,
    find_account,
    new_recovery_codes,
    recover,
    see_me,
    set_language,
    start_login,
)
from server.accounts.tables import Account, Login
from server.accounts.tokens import code_hash, token_hash
from server.accounts.wire import Language, OneLogin
from server.actor import ANYONE, OPERATOR, Actor, Role
from server.errors import ErrorCode, Refusal
from server.storage.outbox import Ended, Eviction
from tests.accounts.conftest import House


def hash_of(tx, actor, account_id: str) -> str:
    return tx.session.get_one(Account, account_id).password_hash


async def refused(attempt) -> ErrorCode:
    with pytest.raises(Refusal) as refusal:
        await attempt
    return refusal.value.code


async def who(house: House, token: str) -> Actor:
    found = await house.read(authenticate, ANYONE, token_hash(token))
    return found.actor if found else ANYONE


async def test_new_person_is_signed_in_with_eight_codes(house: House) -> None:
    liinu = await house.person("Liinu")
    assert await who(house, liinu.login.token) == liinu.actor
    me = await house.read(see_me, liinu.actor)
    assert (me.pseudonym, me.roles, me.language, me.codes_left, me.is_made_up) == ("Liinu", [], "fi", 8, True)
    assert len(set(liinu.codes)) == 8


@pytest.mark.parametrize("lookalike", ["LIINU", "liinu", "Lììnu", "Li-inu", "LlINU", "Ll1nu"])
async def test_lookalike_of_a_taken_name_is_taken(house: House, lookalike: str) -> None:
    await house.person("Liinu")
    assert await refused(house.person(lookalike)) == ErrorCode.NAME_TAKEN


async def test_two_who_choose_a_name_at_once_get_one_account(house: House) -> None:
    command = NewAccount("Tuulenpesä", "hash")
    together = [house.write(create_account, ANYONE, command) for _ in range(8)]
    results = await asyncio.gather(*together, return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["Refusal"] * 7 + ["str"]
    assert {result.code for result in results if isinstance(result, Refusal)} == {ErrorCode.NAME_TAKEN}


async def test_nothing_in_the_rows_is_a_token_or_a_code(house: House) -> None:
    liinu = await house.person("Liinu")

    def everything(tx, actor, command) -> str:
        rows = [tx.session.get(Login, liinu.login.login_id), tx.session.get(Account, liinu.actor.account_id)]
        codes = tx.connection.exec_driver_sql("SELECT * FROM recovery_code").fetchall()
        return repr(([row.model_dump() for row in rows], codes))

    kept = await house.read(everything)
    assert not [secret for secret in (liinu.login.token, *liinu.codes) if secret in kept]


async def test_ended_login_is_nobody_and_its_sockets_are_told(house: House) -> None:
    liinu = await house.person("Liinu")
    await house.write(end_login, liinu.actor, OneLogin(login=liinu.login.login_id))
    assert await who(house, liinu.login.token) == ANYONE
    assert house.told == [Eviction(Ended.LOGIN, liinu.login.login_id)]


async def test_login_of_somebody_else_is_not_found(house: House) -> None:
    liinu, saga = await house.person("Liinu"), await house.person("Saga")
    foreign = house.write(end_login, saga.actor, OneLogin(login=liinu.login.login_id))
    missing = house.write(end_login, saga.actor, OneLogin(login="nothing"))
    assert (await refused(foreign), await refused(missing)) == (ErrorCode.NOT_FOUND, ErrorCode.NOT_FOUND)
    assert await who(house, liinu.login.token) == liinu.actor


async def test_logins_are_listed_last_used_first(house: House) -> None:
    liinu = await house.person("Liinu")
    house.clock.move(SEEN_EVERY)
    later = await house.write(start_login, ANYONE, StartLogin(str(liinu.actor.account_id), "Safari, iPhone"))
    listed = (await house.read(list_logins, liinu.actor)).logins
    assert [(login.device, login.is_current) for login in listed] == [
        ("Safari, iPhone", False),
        ("Firefox, Android", True),
    ]
    assert listed[0].id == later.login_id


async def test_login_is_over_after_ninety_days_even_in_use(house: House) -> None:
    liinu = await house.person("Liinu")
    house.clock.move(OVER_AFTER)
    assert await who(house, liinu.login.token) == ANYONE
    assert (await house.read(list_logins, liinu.actor)).logins == []


async def test_new_password_signs_other_devices_out(house: House) -> None:
    liinu = await house.person("Liinu")
    account_id = str(liinu.actor.account_id)
    other = await house.write(start_login, ANYONE, StartLogin(account_id))
    change = ChangePassword(await house.read(hash_of, ANYONE, account_id), "new hash")
    await house.write(change_password, liinu.actor, change)
    assert await who(house, other.token) == ANYONE
    assert await who(house, liinu.login.token) == liinu.actor
    assert house.told == [Eviction(Ended.LOGIN, other.login_id)]


async def test_password_changed_meanwhile_starts_no_login_and_no_change(house: House) -> None:
    liinu = await house.person("Liinu")
    stale = StartLogin(str(liinu.actor.account_id), verified_hash="an older hash")
    assert await refused(house.write(start_login, ANYONE, stale)) == ErrorCode.SIGN_IN_FAILED
    change = ChangePassword("an older hash", "new hash")
    assert await refused(house.write(change_password, liinu.actor, change)) == ErrorCode.SIGN_IN_FAILED
    codes = house.write(new_recovery_codes, liinu.actor, "an older hash")
    assert await refused(codes) == ErrorCode.SIGN_IN_FAILED


async def test_code_recovers_once_and_signs_everything_else_out(house: House) -> None:
    liinu = await house.person("Liinu")
    recovery = Recover(str(liinu.actor.account_id), code_hash(liinu.codes[3].upper()), "new hash")
    together = [house.write(recover, ANYONE, recovery) for _ in range(2)]
    results = await asyncio.gather(*together, return_exceptions=True)
    codes = [result.code for result in results if isinstance(result, Refusal)]
    (login,) = [result for result in results if not isinstance(result, BaseException)]
    assert codes == [ErrorCode.SIGN_IN_FAILED]
    assert await who(house, liinu.login.token) == ANYONE
    newly = await who(house, login.token)
    assert (await house.read(see_me, newly)).codes_left == 7


async def test_code_of_somebody_else_recovers_nothing(house: House) -> None:
    liinu, saga = await house.person("Liinu"), await house.person("Saga")
    recovery = Recover(str(liinu.actor.account_id), code_hash(saga.codes[0]), "new hash")
    assert await refused(house.write(recover, ANYONE, recovery)) == ErrorCode.SIGN_IN_FAILED


async def test_new_codes_replace_the_old_ones(house: House) -> None:
    liinu = await house.person("Liinu")
    stored = await house.read(hash_of, ANYONE, liinu.actor.account_id)
    fresh = (await house.write(new_recovery_codes, liinu.actor, stored)).codes
    assert len(fresh) == 8
    assert not set(fresh) & set(liinu.codes)

    assert (await house.read(see_me, liinu.actor)).codes_left == 8


async def test_role_counts_from_the_next_request_and_ends_with_every_login(house: House) -> None:
    liinu, radu = await house.person("Liinu"), await house.person("Radu")
    organiser = dataclasses.replace(radu.actor, roles=frozenset({Role.ORGANISER}))
    change = ChangeRole(str(liinu.actor.account_id), Role.MODERATOR)
    for _ in range(2):
        await house.write(grant_role, organiser, change)
    assert (await who(house, liinu.login.token)).roles == {Role.MODERATOR}
    await house.write(revoke_role, OPERATOR, change)
    assert await who(house, liinu.login.token) == ANYONE
    assert house.told == [Eviction(Ended.LOGIN, liinu.login.login_id)]
    assert (await house.read(see_me, liinu.actor)).roles == []


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.PROFESSIONAL])
async def test_only_organisers_and_the_operator_change_roles(house: House, role: Role | None) -> None:
    liinu = await house.person("Liinu")
    actor = dataclasses.replace(liinu.actor, roles=frozenset({role} if role else ()))
    change = ChangeRole(str(liinu.actor.account_id), Role.ORGANISER)
    assert await refused(house.write(grant_role, actor, change)) == ErrorCode.NOT_PERMITTED
    assert await refused(house.write(revoke_role, actor, change)) == ErrorCode.NOT_PERMITTED


async def test_role_of_nobody_is_not_found(house: House) -> None:
    change = ChangeRole("nobody", Role.MODERATOR)
    assert await refused(house.write(grant_role, OPERATOR, change)) == ErrorCode.NOT_FOUND
    assert await refused(house.write(revoke_role, OPERATOR, change)) == ErrorCode.NOT_FOUND


async def test_names_of_staff_are_known_while_they_are_staff(house: House) -> None:
    liinu, radu = await house.person("Liinu"), await house.person("Radu")
    for person in (liinu, radu):
        await house.write(grant_role, OPERATOR, ChangeRole(str(person.actor.account_id), Role.MODERATOR))
    assert await house.read(lambda tx, actor, command: staff_skeletons(tx)) == {"lllnu", "radu"}
    assert await house.read(lambda tx, actor, command: staff_skeletons(tx, actor.account_id), liinu.actor) == {"radu"}
    await house.write(revoke_role, OPERATOR, ChangeRole(str(radu.actor.account_id), Role.MODERATOR))
    assert await house.read(lambda tx, actor, command: staff_skeletons(tx)) == {"lllnu"}


async def test_language_is_remembered(house: House) -> None:
    liinu = await house.person("Liinu")
    await house.write(set_language, liinu.actor, Language(language="ro"))
    assert (await who(house, liinu.login.token)).language == "ro"


async def test_account_is_found_however_its_name_is_typed(house: House) -> None:
    liinu = await house.person("Liinu Lähde")
    assert await house.read(find_account, OPERATOR, "  liinu  LÄHDE ") == liinu.actor.account_id
    assert await house.read(find_account, OPERATOR, "\u202e") is None
