"""What is said on the socket about questions that were let through."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from server.protocol.envelope import LogEvent, RoomCommand
from server.rooms.wire import Person

Id = Annotated[str, Meta(min_length=1, max_length=40)]


class QuestionCommand(RoomCommand, frozen=True, kw_only=True):
    """About one question of this room."""

    question: Id


class WithdrawQuestion(QuestionCommand, tag="question.withdraw", frozen=True, kw_only=True):
    """Take one's own question back: one that nobody has seen leaves nothing behind."""


class LetThrough(QuestionCommand, tag="question.let_through", frozen=True, kw_only=True):
    """Show a question to everybody, with its asker's name or without. For those who guide the room, on duty."""

    with_name: bool = False


class SetAside(QuestionCommand, tag="question.set_aside", frozen=True, kw_only=True):
    """Do not show a question, at least for now; its author is told. For those who guide the room, on duty."""


class SupportQuestion(QuestionCommand, tag="question.support", frozen=True, kw_only=True):
    """I would like to hear the answer too; or no longer."""

    is_on: bool


class MarkAnswered(QuestionCommand, tag="question.answered", frozen=True, kw_only=True):
    """It has been answered. For those who guide the room, on duty, and for speakers."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What was posted has become a question under this id, which waits. `support`: as for a message."""

    question: str
    support: bool


class ShownQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A question as everybody sees it. `asker` is null where it was let through without the name.

    `text` is null once removed. What lies in `masks` is blanked out. `supporters` are participations.
    """

    id: str
    text: str | None
    asker: Person | None
    masks: list[list[int]]
    is_veiled: bool
    supporters: list[str]
    is_answered: bool


class QuestionShown(LogEvent, tag="question.shown", frozen=True, kw_only=True):
    """A question was let through. How its support stands now and whether it is answered is part of it."""

    question: ShownQuestion


class QuestionChanged(LogEvent, tag="question.changed", frozen=True, kw_only=True):
    """The support of a question is another, or it is answered. Its words stay with those who have them."""

    question: str
    supporters: list[str]
    is_answered: bool


class QuestionRemoved(LogEvent, tag="question.removed", frozen=True, kw_only=True):
    """A question was taken back. Whoever shows it still must stop now."""

    takes_back = True

    question: str
