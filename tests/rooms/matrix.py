"""Who may do what, as tables: a use case, what is asked of it, and the answers of everybody in a cast, in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any

import pytest

from server.actor import Actor
from server.errors import Refusal
from server.web.endpoints import Endpoint, Who
from tests.rooms.cast import House

ok = "ok"
UseCase = Callable[..., Any]


def each_row(table: Sequence[tuple[UseCase, Any, Any]]) -> pytest.MarkDecorator:
    """A test of its own for every row of a table."""
    return pytest.mark.parametrize(
        ("use_case", "make", "expected"), table, ids=lambda one: getattr(one, "__name__", None)
    )


@dataclass(frozen=True)
class Routes:
    """The routes of a slice, asked as they are served: what only reads goes to a reader."""

    endpoints: Sequence[Endpoint]

    async def answer(self, house: House, use_case: UseCase, who: Actor, command: Any) -> str:
        """`ok`, or the code of the refusal."""
        reads = any(row.use_case is use_case and row.reads for row in self.endpoints)
        run = house.read if reads else house.do
        asked = await command if isawaitable(command) else command
        try:
            await run(use_case, who, asked)
        except Refusal as refusal:
            return refusal.code.value
        return ok

    async def answers(
        self, house: House, cast: Sequence[str], use_case: UseCase, make: Callable[[], Any]
    ) -> tuple[str, ...]:
        """What each of the cast is answered, one after the other; what is asked is made anew for each."""
        return tuple([await self.answer(house, use_case, house[name], make()) for name in cast])

    def use_cases(self) -> set[UseCase]:
        return {row.use_case for row in self.endpoints}

    def open_to_anyone(self) -> set[UseCase]:
        return {row.use_case for row in self.endpoints if row.who is Who.ANYONE}
