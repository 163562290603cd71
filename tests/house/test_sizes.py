"""The sizes that keep the code readable, measured; `pytest tests/house -s` prints the table."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

import pytest
from rich.console import Console
from rich.table import Table

REPOSITORY = Path(__file__).parents[2]
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
MOST_BRANCHES = 10
MOST_ARGUMENTS = 5
BRANCHES = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.With, ast.Assert, ast.comprehension, ast.IfExp)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Measured:
    name: str
    lines: int
    arguments: int
    branches: int
    documented: bool
    annotated: bool


def sources() -> list[Path]:
    return sorted(path for folder in ("pipelines", "eval") for path in (REPOSITORY / folder).rglob("*.py"))


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def code_lines(function: Function, text: Sequence[str]) -> int:
    """Counts lines of a function that are neither blank nor comment nor docstring."""
    documented = ast.get_docstring(function) is not None
    skip = range(function.body[0].lineno, (function.body[0].end_lineno or 0) + 1) if documented else range(0)
    numbers = range(function.lineno, (function.end_lineno or function.lineno) + 1)
    return sum(1 for number in numbers if number not in skip and text[number - 1].split("#")[0].strip())


def functions(path: Path) -> Iterator[Measured]:
    source = path.read_text(encoding="utf-8")
    text, tree = source.splitlines(), ast.parse(source)
    for node in ast.walk(tree):
        if not isinstance(node, Function):
            continue
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        own = [argument for argument in arguments if argument.arg not in {"self", "cls"}]
        nested = is_nested(node, tree)
        yield Measured(
            name=f"{path.relative_to(REPOSITORY)}:{node.lineno} {node.name}",
            lines=code_lines(node, text),
            arguments=len(own),
            branches=1 + sum(isinstance(inner, BRANCHES) for inner in ast.walk(node)),
            documented=nested or node.name.startswith("_") or ast.get_docstring(node) is not None,
            annotated=nested or (node.returns is not None and all(argument.annotation for argument in own)),
        )


def is_nested(function: Function, tree: ast.Module) -> bool:
    """Says whether a function is inside another one, and so not public."""
    outer = (node for node in ast.walk(tree) if isinstance(node, Function) and node is not function)
    return any(inner is function for node in outer for inner in ast.walk(node))


def spread(values: Sequence[int]) -> tuple[str, str, str]:
    """Returns median, 90th percentile and largest."""
    deciles = quantiles(values, n=10) if len(values) > 1 else [*values] * 9
    return f"{deciles[4]:.0f}", f"{deciles[8]:.0f}", f"{max(values)}"


def test_the_table_of_sizes(capsys: pytest.CaptureFixture[str]) -> None:
    files = [lines_of(path) for path in sources()]
    measured = [function for path in sources() for function in functions(path)]
    tests = sum(map(lines_of, sorted((REPOSITORY / "tests").rglob("*.py"))))
    table = Table("", "median", "90%", "largest", "aim", box=None)
    table.add_row("lines a file", *spread(files), "110 / 220, none over 300")
    table.add_row("code lines a function", *spread([f.lines for f in measured]), "9 / 30, none over 40")
    table.add_row("arguments", *spread([f.arguments for f in measured]), "3 / 5")
    table.add_row("complexity", *spread([f.branches for f in measured]), "none over 10 (ruff C901)")
    undocumented = sum(not function.documented for function in measured)
    table.add_row("public without docstring", "", "", str(undocumented), "none")
    table.add_row("test lines ÷ source lines", "", "", f"{tests / sum(files):.2f}", "1 or more")
    table.add_row("lines in all, tests aside", "", "", f"{sum(files):,}", "10,000 or fewer")
    with capsys.disabled():
        Console(width=100).print(table)
    assert len(measured) > 50


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_a_file_is_short_enough_to_read(path: Path) -> None:
    assert lines_of(path) <= LONGEST_FILE
    too_long = [function.name for function in functions(path) if function.lines > LONGEST_FUNCTION]
    assert too_long == []


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_everything_public_is_documented_and_annotated(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    bare = [node.name for node in classes if ast.get_docstring(node) is None]
    bare += [function.name for function in functions(path) if not (function.documented and function.annotated)]
    assert ast.get_docstring(tree) is not None
    assert bare == []
