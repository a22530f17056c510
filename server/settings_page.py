"""docs/settings.md, drawn from the settings themselves: `python -m server.settings_page > docs/settings.md`."""

from __future__ import annotations

from pydantic.fields import FieldInfo

from server.settings import Settings, variable

_HEAD = """\
# Settings

Every setting is an environment variable; an empty one counts as not set. A setting that cannot be used stops the
start with a sentence that names it. This page is generated: `python -m server.settings_page > docs/settings.md`.

| variable | default | what it decides |
|---|---|---|
"""

# what a default that is worked out from others looks like
_WORKED_OUT = {
    "public_url": "`http://localhost:PORT`",
    "data": "`./data`",
    "database_url": "`$SOHVA_DATA/sohva.db`",
    "key_file": "`$SOHVA_DATA/keys/seal.key`",
}


def page() -> str:
    """The page, whole."""
    rows = [_row(name, field) for name, field in Settings.model_fields.items()]
    return _HEAD + "\n".join(rows) + "\n"


def _row(name: str, field: FieldInfo) -> str:
    return f"| `{variable(name)}` | {_WORKED_OUT.get(name) or _default(field)} | {field.description} |"


def _default(field: FieldInfo) -> str:
    return "none" if field.default is None else f"`{field.default}`"


if __name__ == "__main__":
    print(page(), end="")
