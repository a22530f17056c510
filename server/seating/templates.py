"""Scripts that facilitators can go by: the organisation's own, and one that is there from the beginning."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.i18n import LANGUAGES, texts
from server.rooms.rights import find_room, require_organiser
from server.seating import bodies
from server.seating.script import Segment
from server.seating.tables import ScriptTemplate
from server.storage.tx import Tx

FIRST = "first"
_FIRST = (("arrivals", 10), ("agreement", 5), ("sharing", 60), ("closing", 15))


@dataclass(frozen=True, slots=True)
class Template:
    """A script, in the words of the organisation."""

    id: str
    name: str
    segments: tuple[tuple[str, int], ...]

    def parts(self) -> tuple[Segment, ...]:
        return tuple(Segment(title=title, minutes=minutes) for title, minutes in self.segments)


def list_script_templates(tx: Tx, actor: Actor, command: None) -> bodies.Templates:
    """The scripts there are, for everybody who is signed in: they hold nobody's words but the organisation's."""
    return _shown(_all(tx, actor.language))


def save_script_templates(tx: Tx, actor: Actor, command: bodies.SaveTemplates) -> bodies.Templates:
    """Puts these scripts in the place of all others; the one from the beginning is back where none is left.

    Organisers only: not_permitted. Refusal: not_found (an `id` that is no script's).
    """
    require_organiser(actor)
    known = {row.id: row for row in tx.session.exec(select(ScriptTemplate))}
    kept = [one.id for one in command.templates if one.id not in {None, FIRST}]
    if not {*kept} <= known.keys() or len({*kept}) < len(kept):
        raise Refusal(ErrorCode.NOT_FOUND)
    for id_ in known.keys() - {*kept}:
        tx.session.delete(known[id_])
    for place, one in enumerate(command.templates):
        row = known.get(one.id or "") or ScriptTemplate(place=place, name=one.name, segments=[])
        row.place, row.name, row.segments = place, one.name, [part.model_dump() for part in one.segments]
        tx.session.add(row)
    tx.session.flush()
    return _shown(_all(tx, actor.language))


def find(tx: Tx, template_id: str, language: str) -> Template:
    """Raises Refusal not_found."""
    found = [one for one in _all(tx, language) if one.id == template_id]
    if not found:
        raise Refusal(ErrorCode.NOT_FOUND)
    return found[0]


def language_of(tx: Tx, room_id: str) -> str:
    """The language that people speak in a room."""
    return find_room(tx, room_id).language


def _all(tx: Tx, language: str) -> list[Template]:
    rows = tx.session.exec(select(ScriptTemplate).order_by(col(ScriptTemplate.place))).all()
    kept = [Template(row.id, row.name, tuple((one["title"], one["minutes"]) for one in row.segments)) for row in rows]
    return kept or [_first(language)]


def _first(language: str) -> Template:
    words = texts(language if language in LANGUAGES else LANGUAGES[0])
    segments = tuple((words[f"script.{name}"], minutes) for name, minutes in _FIRST)
    return Template(FIRST, words["script.first"], segments)


def _shown(templates: list[Template]) -> bodies.Templates:
    return bodies.Templates(
        templates=[
            bodies.Template(
                id=one.id,
                name=one.name,
                segments=[bodies.Segment(title=title, minutes=minutes) for title, minutes in one.segments],
            )
            for one in templates
        ]
    )
