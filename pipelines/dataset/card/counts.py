"""What is asked: by origin, language and whether it has an answer, and what makes questions unanswerable."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pipelines.dataset.build import Dataset
from pipelines.dataset.card.markdown import share, table
from pipelines.dataset.near_misses import ELSEWHERE
from pipelines.dataset.pairs import CHANGED, WITHOUT
from pipelines.records.example import Example, Origin
from pipelines.records.question import Question

Item = Example | Question
FROM: Mapping[Origin, str] = {
    "faq": "a question and answer pair",
    "heading": "a section under its heading",
    "step": "the steps of a procedure: who, how long, what next",
    "table": "a cell or a row of a table",
    "comparison": "two rows of a table",
    "extreme": "the largest or smallest of a column",
    "exchange": "a customer's words in a chat, answered from the documents",
    "definition": "what a term means",
    "sentence": "a sentence of a section",
    "two": "facts of two sections together",
    "teacher": "a model's question, proven like every other",
    "sheet": "a company's own question sheet",
}
"""Origin → what a question of it is asked of."""
SIDES = ("training", "validation", "held out")
_PAIR = f"{ELSEWHERE}; where it is, the same question is answered"
_SHEET = "no section answers it, says a question sheet"


def sides_of(dataset: Dataset) -> dict[str, Sequence[Item]]:
    """Returns the three sides by name."""
    return dict(zip(SIDES, (dataset.train, dataset.validation, dataset.held_out), strict=True))


def counts_part(dataset: Dataset) -> str:
    """Returns the tables of the three sides: their sizes, then origin × language × answerable."""
    sides = sides_of(dataset)
    header = ("origin", "language", *(f"{side}: {what}" for side in SIDES for what in ("answered", "refused")))
    named = "; ".join(f"{origin}: {FROM[origin]}" for origin in sorted(origins_of(sides)))
    return f"{table(('', *SIDES), _sizes(sides))}\n\n{table(header, _rows(sides))}\n\nOrigins: {named}."


def kinds_part(dataset: Dataset) -> str:
    """Returns the tables of questions without an answer by kind, and of source sets that repeat another one."""
    sides = sides_of(dataset)
    kinds = {side: Counter(_kinds(items, dataset.known.misses)) for side, items in sides.items()}
    there = {name for counts in kinds.values() for name in counts}
    names = sorted(there, key=lambda name: (-kinds[SIDES[0]][name], name))
    rows = [(name, *(f"{kinds[side][name]:,}" for side in SIDES)) for name in names]
    sets = {example.source_set for example in dataset.train}
    pairs = [(kind, sum(name.endswith(kind) for name in sets)) for kind in (WITHOUT, CHANGED)]
    again = [(f"shown again {kind}", f"{count:,}", share(count, len(sets))) for kind, count in pairs]
    return (
        f"{table(('what makes it unanswerable', *SIDES), rows)}\n\n"
        f"Source sets that repeat another one, in training alone:\n\n"
        f"{table(('source sets', '', 'of all'), again)}"
    )


def by_origin(items: Iterable[Item], origins: Iterable[Origin]) -> list[tuple[str, tuple[int, ...]]]:
    """Returns for each origin its items in Chinese and in English with an answer, then those without one."""
    counts = _tally(items)
    kinds = [(language, answered) for answered in (True, False) for language in ("zh", "en")]
    return [(origin, tuple(counts[(origin, *kind)] for kind in kinds)) for origin in origins]


def origins_of(sides: Mapping[str, Sequence[Item]]) -> list[Origin]:
    """Returns the origins that occur, those with most items first."""
    counts = Counter[Origin](item.origin for items in sides.values() for item in items)
    return sorted(counts, key=lambda origin: (-counts[origin], origin))


def _tally(items: Iterable[Item]) -> Counter[tuple[str, str, bool]]:
    """Counts by origin, language and whether there is an answer."""
    return Counter((item.origin, item.language, item.answerable) for item in items)


def _sizes(sides: Mapping[str, Sequence[Item]]) -> list[tuple[str, ...]]:
    def row(name: str, values: Iterable[str]) -> tuple[str, ...]:
        return (name, *values)

    def part(label: str, wanted: Callable[[Item], bool]) -> tuple[str, ...]:
        counts = {side: sum(map(wanted, items)) for side, items in sides.items()}
        return row(label, (f"{count:,} ({share(count, len(sides[side]))})" for side, count in counts.items()))

    sets = [len({item.source_set for item in items if isinstance(item, Example)}) for items in sides.values()]
    return [
        row("items", (f"{len(items):,}" for items in sides.values())),
        row("groups", (f"{len({item.group for item in items}):,}" for items in sides.values())),
        row("source sets", (f"{count:,}" if count else "–" for count in sets)),
        part("answerable", lambda item: item.answerable),
        part("in Chinese", lambda item: item.language == "zh"),
        part("in English", lambda item: item.language == "en"),
    ]


def _rows(sides: Mapping[str, Sequence[Item]]) -> list[tuple[str, ...]]:
    counts = {side: _tally(items) for side, items in sides.items()}
    rows: list[tuple[str, ...]] = []
    for origin in origins_of(sides):
        for language in ("zh", "en"):
            row = [counts[side][origin, language, answered] for side in SIDES for answered in (True, False)]
            if any(row):
                rows.append((origin, language, *(f"{count:,}" for count in row)))
    sums = [sum(item.answerable is answered for item in sides[side]) for side in SIDES for answered in (True, False)]
    return [*rows, ("all", "both", *(f"{count:,}" for count in sums))]


def _kinds(items: Sequence[Item], misses: Mapping[str, str]) -> Iterator[str]:
    answered = {item.question for item in items if item.answerable}
    for item in items:
        if item.answerable:
            continue
        if item.origin == "sheet":
            yield _SHEET
        else:
            yield _PAIR if item.question in answered else misses.get(item.question, ELSEWHERE)
