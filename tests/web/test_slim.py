"""Scripts are served without their comments, and are otherwise what stands in the folder."""

import re
from pathlib import Path

from server.web.slim import without_comments

CLIENT = Path(__file__).parents[2] / "client_web"


def test_whole_line_comments_go() -> None:
    script = (
        "// @ts-check\n/** One line. */\nlet a = 1;\n  /**\n   * Several, with * and / in them.\n   */\nlet b = 2;\n"
    )
    assert without_comments(script) == "let a = 1;\nlet b = 2;\n"


def test_code_beside_a_comment_stays() -> None:
    script = "let a = 1; // why\nlet b = 'http://x'; /* c */\n"
    assert without_comments(script) == script


def test_types_and_indentation_go() -> None:
    script = "  const a = /** @type {Record<string, {b: any}>} */ (c);\n    d(); /** @type {E[]} */ let f = [];\n"
    assert without_comments(script) == "const a = (c);\nd(); let f = [];\n"


def test_no_string_of_the_client_goes_over_several_lines() -> None:
    """Such a string could hold what looks like a comment."""
    for path in CLIENT.rglob("*.js"):
        code = without_comments(path.read_text("utf-8"))
        odd = [line for line in code.splitlines() if len(re.findall(r"(?<!\\)`", line)) % 2]
        assert odd == [], path
