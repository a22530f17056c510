"""A log of actions to look over, and everything that somebody with the whole database could do to it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from server.actions import anchors
from server.actions.chain import link_of
from server.actions.service import ActionKind, record
from server.actions.verifying import Findings, verify
from server.actor import Actor
from server.storage.sealing import Sealer
from server.storage.tx import Tx
from tests.rooms.cast import House

KEY = Sealer(bytes(32)).log_key  # the key of the cast's house
COLUMNS = ("id", "at", "actor_kind", "actor", "kind", "room_id", "case_id", "subject", "sealed_details", "link")


def act(tx: Tx, actor: Actor, number: int) -> None:
    """Something worth a line."""
    about = {"room_id": f"room{number % 3}", "case_id": f"case{number % 5}", "subject": f"person{number % 7}"}
    record(tx, actor, ActionKind.CASE_NOTED, **about, reason="so it was", before={"n": number}, after={"n": number + 1})


async def write_log(house: House, lines: int) -> None:
    for number in range(lines):
        await house.do(act, house[("Aino", "Petri", "Radu")[number % 3]], number)


async def anchor(house: House, file: Path) -> None:
    now = await house.read(anchors.anchor_now, house["Radu"])
    if now is not None:
        anchors.append(file, now)


def looked_over(engine: Engine, file: Path) -> Findings:
    with engine.begin() as connection:
        return verify(connection, KEY, file)


def tamper(connection: Connection, chance: random.Random) -> str:
    """One edit of the log, by somebody who can write whatever they like; what it was."""
    lines = connection.execute(text("SELECT n FROM action ORDER BY n")).scalars().all()
    n = chance.choice(lines)
    edit = chance.choice((_alter, _alter, _drop, _swap, _cut_off, _insert, _move, _rewrite))
    edit(connection, n, chance)
    return f"{edit.__name__} {n}"


def _alter(connection: Connection, n: int, chance: random.Random) -> None:
    column = chance.choice(COLUMNS)
    _set(connection, n, column, _other(_get(connection, n, column), chance))


def _drop(connection: Connection, n: int, chance: random.Random) -> None:
    connection.execute(text("DELETE FROM action WHERE n = :n"), {"n": n})
    if chance.random() < 0.5:  # and closes the gap
        connection.execute(text("UPDATE action SET n = -n WHERE n > :n"), {"n": n})
        connection.execute(text("UPDATE action SET n = -n - 1 WHERE n < 0"))
        _set_head(connection)


def _swap(connection: Connection, n: int, chance: random.Random) -> None:
    other = chance.choice([one for one in _numbers(connection) if one != n])
    for before, after in ((n, -1), (other, n), (-1, other)):
        connection.execute(text("UPDATE action SET n = :after WHERE n = :before"), {"after": after, "before": before})
    if chance.random() < 0.5:  # and gives each the other's link
        links = [_get(connection, one, "link") for one in (n, other)]
        _set(connection, n, "link", links[1])
        _set(connection, other, "link", links[0])


def _cut_off(connection: Connection, n: int, chance: random.Random) -> None:
    connection.execute(text("DELETE FROM action WHERE n >= :n"), {"n": n})
    _set_head(connection)


def _insert(connection: Connection, n: int, chance: random.Random) -> None:
    last = _numbers(connection)[-1]
    columns = ", ".join(column for column in COLUMNS if column != "id")
    connection.execute(
        text(f"INSERT INTO action (id, n, {columns}) SELECT 'added', :last, {columns} FROM action WHERE n = :n"),
        {"last": last + 1, "n": n},
    )
    _set_head(connection)


def _move(connection: Connection, n: int, chance: random.Random) -> None:
    connection.execute(text("UPDATE action SET n = :last WHERE n = :n"), {"last": _numbers(connection)[-1] + 1, "n": n})


def _rewrite(connection: Connection, n: int, chance: random.Random) -> None:
    """Everything from a line on is linked anew, with a key that somebody has guessed."""
    _set(connection, n, "kind", "case.seen")
    fields = "id, n, at, actor_kind, actor, kind, room_id, case_id, subject, sealed_details"
    link = b"" if n == 1 else _get(connection, n - 1, "link")
    for row in connection.execute(text(f"SELECT {fields} FROM action WHERE n >= :n ORDER BY n"), {"n": n}).all():
        link = link_of(chance.randbytes(32), link, tuple(row))
        _set(connection, row.n, "link", link)
    _set_head(connection)


def _other(value: Any, chance: random.Random) -> Any:
    if isinstance(value, bytes):
        changed = bytearray(value)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        return bytes(changed)
    if isinstance(value, int):
        return value + chance.choice((-1, 1, 1_000_000))
    return chance.choice((None, f"{value}x", "case.seen", "server"))


def _get(connection: Connection, n: int, column: str) -> Any:
    return connection.execute(text(f"SELECT {column} FROM action WHERE n = :n"), {"n": n}).scalar_one()


def _set(connection: Connection, n: int, column: str, value: Any) -> None:
    if value is None and column in {"id", "at", "actor_kind", "kind", "link"}:
        value = "nothing"
    connection.execute(text(f"UPDATE action SET {column} = :value WHERE n = :n"), {"value": value, "n": n})


def _set_head(connection: Connection) -> None:
    connection.execute(
        text(
            "UPDATE action_head SET n = (SELECT max(n) FROM action), "
            "link = (SELECT link FROM action ORDER BY n DESC LIMIT 1)"
        )
        if _numbers(connection)
        else text("UPDATE action_head SET n = 0, link = x''")
    )


def _numbers(connection: Connection) -> list[int]:
    return list(connection.execute(text("SELECT n FROM action ORDER BY n")).scalars())
