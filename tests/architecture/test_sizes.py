"""Small things: a reader should see a whole file, a whole function, at once."""

import ast
from statistics import median, quantiles

from tests.architecture.tree import CODE, ROOT, Function, files, functions

LARGEST_FILE = 400
WRITTEN = {".py", ".js", ".css"}


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {path: (ROOT / path).read_text().count("\n") for path in files() if path.suffix in WRITTEN}
    assert {str(path): lines for path, lines in lengths.items() if lines > LARGEST_FILE} == {}


def test_half_of_all_functions_have_at_most_8_lines_and_nine_of_ten_at_most_30() -> None:
    lengths = sorted(_lines(function) for _, function in functions(*CODE))
    assert median(lengths) <= 8
    assert quantiles(lengths, n=10)[-1] <= 30


def test_functions_take_few_arguments() -> None:
    many = [f"{path}:{function.lineno} {function.name}" for path, function in functions(*CODE) if _arity(function) > 6]
    assert many == []


def _lines(function: Function) -> int:
    """Lines of the body, the docstring not counted."""
    first = function.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    body = function.body[1:] if has_docstring else function.body
    return 0 if not body else (body[-1].end_lineno or 0) - body[0].lineno + 1


def _arity(function: Function) -> int:
    """Arguments that have no default and are not `self` or `cls`: those a caller must think of."""
    places = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    needed = len(places) - len(function.args.defaults)
    named = sum(default is None for default in function.args.kw_defaults)
    return needed + named - (places[:1] in (["self"], ["cls"]))
