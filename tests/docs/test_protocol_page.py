"""docs/protocol.md says what the code does: it is drawn from it, and every example in it is understood by it."""

from pathlib import Path

import msgspec
import pytest

from server.app import COMMAND_TYPES
from server.hub.commands import HUB_COMMANDS
from server.protocol.envelope import Event
from server.protocol_page import _leaves, example_of, page

DOCS = Path(__file__).parents[2] / "docs"
COMMANDS = [*HUB_COMMANDS, *COMMAND_TYPES]
EVENTS = list(_leaves(Event))


def test_page_is_as_new_as_the_code() -> None:
    assert (DOCS / "protocol.md").read_text("utf-8") == page(), "python -m server.protocol_page > docs/protocol.md"


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_example_of_a_command_is_understood(kind: type[msgspec.Struct]) -> None:
    example = msgspec.json.decode(example_of(str(kind.__struct_config__.tag)).read_bytes())["command"]
    command = msgspec.json.decode(msgspec.json.encode(example), type=kind)
    assert msgspec.to_builtins(command) == example


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_example_of_an_event_is_what_would_be_sent(kind: type[msgspec.Struct]) -> None:
    example = msgspec.json.decode(example_of(str(kind.__struct_config__.tag)).read_bytes())["event"]
    event = msgspec.json.decode(msgspec.json.encode(example), type=kind)
    assert msgspec.to_builtins(event) == example
