"""Parts: documents inside a file, each read by the reader of its own ending."""

from dataclasses import replace
from pathlib import PurePosixPath

from pipelines.ingest.blocks import Part, Problem, UnreadableError
from pipelines.ingest.readers import read
from pipelines.ingest.readers.options import Options

DEEPEST = 3
"""How many archives and mails may enclose a document."""


def part_of(name: str, data: bytes, options: Options) -> Part | Problem:
    """Reads a document inside a file.

    Args:
        name: Its path inside the file, a label and nothing that is opened.
        data: Its bytes.
        options: What the file's own reader was told.

    Returns:
        The part, or the problem that keeps it from being read while its neighbours are.
    """
    if options.depth >= DEEPEST:
        return Problem(locator=name, reason=f"inside more than {DEEPEST} archives or mails", hint="unpack them")
    try:
        reading = read(data, PurePosixPath(name).suffix, replace(options, depth=options.depth + 1))
    except UnreadableError as error:
        return Problem(locator=name, reason=error.reason, hint=error.hint)
    except RecursionError:
        return Problem(locator=name, reason="nested too deeply")
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # a parser's own bug in one part must not lose the others
        return Problem(locator=name, reason=f"the reader failed: {type(error).__name__}", hint="save it again")
    return Part(name=name, reading=reading)


def sorted_out(found: list[Part | Problem]) -> tuple[tuple[Part, ...], tuple[Problem, ...]]:
    """Returns the parts that could be read, and the problems of the others."""
    return (
        tuple(part for part in found if isinstance(part, Part)),
        tuple(problem for problem in found if isinstance(problem, Problem)),
    )


def unique(names: list[str]) -> list[str]:
    """Tells parts of one name apart in their order.

    >>> unique(["a.md", "b.md", "a.md"])
    ['a.md', 'b.md', 'a (2).md']
    """
    taken: set[str] = set()
    result = []
    for name in names:
        path, own, count = PurePosixPath(name), name, 1
        while own in taken:
            count += 1
            own = str(path.with_name(f"{path.stem} ({count}){path.suffix}"))
        taken.add(own)
        result.append(own)
    return result
