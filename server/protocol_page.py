"""docs/protocol.md, drawn from the structs that the server decodes and encodes: `python -m server.protocol_page`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from server.app import COMMAND_TYPES
from server.hub.commands import HUB_COMMANDS
from server.protocol.closing import Close
from server.protocol.envelope import Event

_SERVER = Path(__file__).parent
_LIMITS = ("minimum", "maximum", "minLength", "maxLength", "pattern")

_INTRODUCTION = _SERVER / "protocol" / "introduction.md"


def page() -> str:
    """The page, whole."""
    kinds: tuple[type[msgspec.Struct], ...] = (*HUB_COMMANDS, *COMMAND_TYPES)
    commands = {_tag(kind): kind for kind in kinds}
    events = {_tag(kind): kind for kind in _leaves(Event)}
    parts = [_INTRODUCTION.read_text("utf-8"), "\n## Close codes\n| code | name | then |\n|---|---|---|\n"]
    parts += [f"| {code.value} | {code.reason} | {_then(code)} |\n" for code in Close]
    parts.append("\n## Commands\n")
    parts += [_section(tag, kind, "command", "result") for tag, kind in sorted(commands.items())]
    parts.append("## Events\n")
    parts += [_section(tag, kind, "event") for tag, kind in sorted(events.items())]
    return "".join(parts)


def _then(code: Close) -> str:
    if code is Close.RESTART:
        return "come back after the delay in the reason, then resume"
    return "do not come back by yourself" if code.is_final else "come back, then resume"


def _section(tag: str, kind: type[msgspec.Struct], *shown: str) -> str:
    lines = [f"### `{tag}`\n{_doc(kind)}\n\n", *_fields(kind)]
    example = msgspec.json.decode(example_of(tag).read_bytes())
    for part in shown:
        text = msgspec.json.format(msgspec.json.encode(example[part])).decode()
        lines.append(f"\n{part.capitalize()}:\n```json\n{text}\n```\n")
    return "".join(lines) + "\n"


def _fields(kind: type[msgspec.Struct]) -> list[str]:
    rows = [
        f"| `{field.encode_name}` | {_type(field.type)} | {_default(field)} |\n"
        for field in msgspec.structs.fields(kind)
    ]
    return ["| field | type | default |\n|---|---|---|\n", *rows] if rows else []


def _type(annotation: Any) -> str:
    schema = msgspec.json.schema(annotation)
    return _words(schema, schema.get("$defs", {}))


def _words(schema: dict[str, Any], definitions: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        target = definitions[name]
        return _words(target, definitions) if "enum" in target else name
    if "anyOf" in schema:
        return " or ".join(_words(one, definitions) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    limits = [
        f"{name} {schema[name]}"
        for name in ("minimum", "maximum", "minLength", "maxLength", "pattern")
        if name in schema
    ]
    words = str(schema.get("format") or schema.get("type", "any"))
    if schema.get("type") == "array" and isinstance(schema.get("items"), dict):
        words = f"array of {_words(schema['items'], definitions)}"
    return f"{words} ({', '.join(limits)})".replace("|", "\\|") if limits else words


def _default(field: Any) -> str:
    if field.default is not msgspec.NODEFAULT:
        return f"`{msgspec.json.encode(field.default).decode()}`"
    return "required" if field.required else "empty"


def example_of(tag: str) -> Path:
    """The example of a command or an event. Raises FileNotFoundError where a slice has forgotten one."""
    found = list(_SERVER.glob(f"*/examples/{tag}.json"))
    if not found:
        raise FileNotFoundError(f"no example of {tag}")
    return found[0]


def _leaves(kind: type[Event]) -> Iterator[type[Event]]:
    ours = kind.__module__.startswith("server.")  # tests make events of their own
    if ours and kind.__struct_config__.tag is not None and not kind.__subclasses__():
        yield kind
    for one in kind.__subclasses__():
        yield from _leaves(one)


def _tag(kind: type[msgspec.Struct]) -> str:
    return str(kind.__struct_config__.tag)


def _doc(kind: type[msgspec.Struct]) -> str:
    return " ".join(line.strip() for line in (kind.__doc__ or "").strip().splitlines())


if __name__ == "__main__":
    print(page(), end="")
