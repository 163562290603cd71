"""Runs the whole line over four document sets and prints what it is worth, as tables of Markdown.

python -m benchmarks.quality --corpora PATH --data OUT                        # all sets, every arm
python -m benchmarks.quality --corpora PATH --data OUT --sets tw_law --arms retrieved debug=small --questions 24

What an earlier run into the same folder left is used again where nothing changed. The page is `OUT/benchmark.md`.
"""

import argparse
import sys
import time
from pathlib import Path

from pipelines.runtime.errors import UserError
from pipelines.runtime.progress import console, errors

ARMS = ("retrieved", "all")


def main() -> int:
    """Runs the benchmark and returns an exit code: 0, 1 where a set was not measured, 2 for a mistake of the user's."""
    arguments = _parser().parse_args()
    try:
        return _run(arguments)
    except UserError as error:
        errors.print(str(error))
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality", description="the whole line over four document sets, against its aims"
    )
    parser.add_argument("--corpora", type=Path, required=True, help="folder with drcd, handbook_18f and tw_law")
    parser.add_argument("--data", type=Path, required=True, help="where everything is written; 1 GB a model")
    parser.add_argument("--sets", default="", help="names between commas; all by default")
    parser.add_argument("--arms", choices=ARMS, default="all", help="`retrieved` leaves the diagnoses out")
    parser.add_argument("--questions", type=int, help="ask so many of each set at most, to try it out")
    parser.add_argument("overrides", nargs="*", help="settings of any stage, such as model=smollm2_135m")
    return parser


def _run(arguments: argparse.Namespace) -> int:
    from benchmarks.quality.figures import Figures, read_figures
    from benchmarks.quality.line import CHOICES, Done, Settings, run_set
    from benchmarks.quality.page import page
    from benchmarks.quality.sets import SETS, require
    from benchmarks.quality.stages import StageError, require_known

    names = arguments.sets.split(",") if arguments.sets else [*SETS]
    require(names, arguments.corpora)
    require_known(arguments.overrides)
    settings = Settings(
        corpora=arguments.corpora.absolute(),
        out=arguments.data.absolute(),
        arms=CHOICES[arguments.arms],
        overrides=tuple(arguments.overrides),
        most=arguments.questions,
    )
    began, target, text = time.monotonic(), settings.out / "benchmark.md", ""
    ran: list[Done] = []
    found: list[Figures] = []
    problems: list[str] = []
    for name in names:
        try:
            ran.append(run_set(name, settings))
            found.append(read_figures(ran[-1], settings.arms))
        except (StageError, UserError) as error:
            # The other sets are worth their hours all the same.
            problems.append(f"{name}: {error}")
            errors.print(f"{name} was not measured: {error}")
        text = page(found, ran, problems)
        target.write_text(text, encoding="utf-8", newline="\n")
    console.print(text.split("\n## Answers of")[0], soft_wrap=True)
    console.print(f"{target}, {time.monotonic() - began:.0f} s")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
