"""Who may do what with an agreement: every route, by everybody. A route without a row fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from server.actor import ANYONE
from server.agreements import accepting, bodies, keeping, service
from server.agreements.http import ENDPOINTS
from server.agreements.receipts import Receipt, ReceiptToCheck
from server.rooms.roles import RoomRole
from tests.agreements.promises import FIRST, accept, come_in, publish
from tests.rooms.cast import House
from tests.rooms.matrix import Routes, each_row, ok

WHO = ("Tammi", "Meri", "Lumi", "Aino", "Petri", "Radu")
"""An outsider; a participant, a professional and a facilitator here; a facilitator elsewhere; an organiser."""

P, N = "not_permitted", "not_in_room"


@dataclass
class Ground:
    """A room with an agreement, and Kuusi in it, who has accepted."""

    room: str
    kuusi: str
    receipt: Receipt

    def here(self) -> bodies.AgreementOf:
        return bodies.AgreementOf(room=self.room)

    def publish(self) -> bodies.Publish:
        return bodies.Publish(room=self.room, text=FIRST, is_material=True)

    def accept(self) -> bodies.Accept:
        return bodies.Accept(room=self.room, version="1.0")

    def paper(self) -> bodies.SignedOnPaper:
        return bodies.SignedOnPaper(participation=self.kuusi, signed_on=date(2026, 3, 12))

    def check(self) -> ReceiptToCheck:
        return ReceiptToCheck(receipt=self.receipt)

    def nothing(self) -> None:
        return None


ROUTES = Routes(ENDPOINTS)
Make = Callable[[Ground], Any]
TABLE: list[tuple[Callable[..., Any], Make, tuple[str, ...]]] = [
    # route, what is asked, and the answers in the order of WHO
    (service.read_agreement, Ground.here, (ok,) * 6),
    (service.list_versions, Ground.here, (ok,) * 6),
    (service.publish_agreement, Ground.publish, (P, P, P, P, P, ok)),
    (accepting.accept_agreement, Ground.accept, (N, ok, ok, ok, N, N)),
    (keeping.list_acceptances, Ground.here, (P, P, P, P, P, ok)),
    (accepting.record_signature, Ground.paper, (P, P, P, P, P, ok)),
    (keeping.list_receipts, Ground.nothing, (ok,) * 6),
    (keeping.check_receipt, Ground.check, (ok,) * 6),
    (keeping.read_public_key, Ground.nothing, (ok,) * 6),
]
OPEN_TO_ANYONE = {service.read_agreement, service.list_versions, keeping.check_receipt, keeping.read_public_key}


async def ground(house: House) -> Ground:
    here, elsewhere = await house.room(), await house.room("Elsewhere")
    await come_in(house, "Meri", here)
    await come_in(house, "Lumi", here, RoomRole.PROFESSIONAL)
    await come_in(house, "Aino", here, RoomRole.FACILITATOR)
    await come_in(house, "Petri", elsewhere, RoomRole.FACILITATOR)
    kuusi = await come_in(house, "Kuusi", here)
    await publish(house, here)
    return Ground(here, kuusi, await accept(house, "Kuusi", here))


@each_row(TABLE)
async def test_everybody_gets_the_answer_in_the_table(
    small_house: House, use_case: Callable[..., Any], make: Make, expected: tuple[str, ...]
) -> None:
    stage = await ground(small_house)
    assert await ROUTES.answers(small_house, WHO, use_case, partial(make, stage)) == expected


def test_no_route_lacks_a_row_and_only_what_stands_at_the_door_is_open_to_anyone() -> None:
    assert ROUTES.use_cases() == {use_case for use_case, _, _ in TABLE}
    assert ROUTES.open_to_anyone() == OPEN_TO_ANYONE


async def test_nobody_at_all_has_accepted_nothing(small_house: House) -> None:
    stage = await ground(small_house)
    for use_case, make, _ in TABLE:
        if use_case not in OPEN_TO_ANYONE | {keeping.list_receipts}:
            assert await ROUTES.answer(small_house, use_case, ANYONE, make(stage)) in {P, N}
    assert (await small_house.read(keeping.list_receipts, ANYONE)).receipts == []


async def test_one_sees_ones_own_receipts_only(small_house: House) -> None:
    stage = await ground(small_house)
    assert (await small_house.read(keeping.list_receipts, small_house["Meri"])).receipts == []
    assert (await small_house.read(keeping.list_receipts, small_house["Kuusi"])).receipts == [stage.receipt]
