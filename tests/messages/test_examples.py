"""Every command and event of rooms and messages has an example that the code itself reads and writes."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from server import messages, rooms
from server.messages import wire as messages_wire
from server.messages.rendering import RENDERERS as MESSAGES
from server.messages.service import COMMANDS
from server.protocol.envelope import Command, LogEvent
from server.rooms import wire as rooms_wire
from server.rooms.rendering import RENDERERS as ROOMS


def _examples() -> dict[str, Any]:
    folders = [Path(str(package.__file__)).with_name("examples") for package in (rooms, messages)]
    return {path.stem: json.loads(path.read_text()) for folder in folders for path in sorted(folder.glob("*.json"))}


def _shapes(kind: type[msgspec.Struct]) -> dict[str, type[msgspec.Struct]]:
    found = [thing for module in (rooms_wire, messages_wire) for thing in vars(module).values()]
    ours = [thing for thing in found if isinstance(thing, type) and issubclass(thing, kind)]
    return {str(shape.__struct_config__.tag): shape for shape in ours if "." in str(shape.__struct_config__.tag)}


EXAMPLES, EVENTS, ASKED = _examples(), _shapes(LogEvent), _shapes(Command)


def test_nothing_lacks_an_example_and_no_example_lacks_a_shape() -> None:
    assert EXAMPLES.keys() == EVENTS.keys() | ASKED.keys()


def test_every_kind_of_line_has_a_renderer_and_every_command_a_use_case() -> None:
    assert EVENTS.keys() == ROOMS.keys() | MESSAGES.keys()
    assert set(ASKED.values()) == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_example_of_an_event_is_what_is_sent(name: str) -> None:
    event = EXAMPLES[name]["event"]
    assert event["type"] == name
    assert json.loads(msgspec.json.encode(msgspec.convert(event, EVENTS[name]))) == event


@pytest.mark.parametrize("name", sorted(ASKED))
def test_example_of_a_command_is_understood(name: str) -> None:
    command = EXAMPLES[name]["command"]
    assert json.loads(msgspec.json.encode(msgspec.json.decode(json.dumps(command), type=ASKED[name]))) == command
