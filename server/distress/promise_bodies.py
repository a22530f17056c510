"""What the door tells of the promise, over HTTP."""

from __future__ import annotations

from server.distress.bodies import Id
from server.web.endpoints import Body, Result


class PromiseOf(Body):
    room: Id


class Kept(Result):
    """The last `days`. `answers`: how many reports and worries a human has taken, and `median_answer_seconds` how soon.

    Both until yesterday and five by five, so that they tell of no single one. Null where nothing was open, and where
    there are fewer than five answers.
    """

    days: int
    open_minutes: int
    staffed_share: float | None
    answers: int
    median_answer_seconds: int | None
