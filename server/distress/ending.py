"""What ends with a distress case, in the transaction that closes it."""

from __future__ import annotations

from server.distress.clock import stop_clock
from server.distress.side_rooms import end_with_case
from server.distress.worries import tell_worried
from server.review.cases import Case
from server.storage.tx import Tx


def case_closed(tx: Tx, case: Case) -> None:
    """The clock stops, the side room ends, and whoever worried is told."""
    stop_clock(tx, case)
    end_with_case(tx, case)
    tell_worried(tx, case)
