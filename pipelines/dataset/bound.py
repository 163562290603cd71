"""Questions of sheets, bound to the sections that answer them as those are now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipelines.dataset.config import Config
from pipelines.dataset.leaks import normal
from pipelines.dataset.misses import Misses
from pipelines.dataset.sets import hash_of
from pipelines.dataset.sheets import Asked
from pipelines.language.refusal import refusal_for
from pipelines.language.script import language_of
from pipelines.language.values import holds, values
from pipelines.records.question import Question
from pipelines.records.section import Section
from pipelines.runtime.errors import UserError, did_you_mean

_SHOWN = 10


@dataclass(slots=True, kw_only=True)
class Bound:
    """What became of the questions of all sheets."""

    questions: list[Question] = field(default_factory=list)
    """Without groups as yet."""
    verified: int = 0
    """Questions of an earlier dataset whose section changed and still holds the answer."""
    retired: dict[str, str] = field(default_factory=dict)
    """Where a question of an earlier dataset stood → why it is asked no longer."""


def bind(sheets: Sequence[Asked], sections: Sequence[Section], misses: Misses, config: Config) -> Bound:
    """Binds each question to its golden section.

    Args:
        sheets: The questions.
        sections: The sections that may answer.
        misses: Near misses, among which an earlier dataset's question without an answer must still be.
        config: Whose dataset it is.

    Returns:
        The questions that can be asked, and those of an earlier dataset that cannot any longer.

    Raises:
        UserError: A row has no question, one that stands above already, an unknown key or text, or an answer of which
            its section says nothing; names every row.
    """
    by_key: dict[str, list[Section]] = defaultdict(list)
    for section in sections:
        by_key[section.key].append(section)
    bound, problems, asked = Bound(), [], dict[str, str]()
    for row in sheets:
        before = asked.setdefault(normal(row.question), row.where)
        problem: str | None
        if not normal(row.question):
            problem = "no question"
        elif before != row.where:
            problem = f"asks what {before} asks already"
        elif row.earlier is not None:
            problem = None
            _keep(row, row.earlier, by_key, misses, bound)
        else:
            problem = _add(row, by_key, config, bound)
        if problem is not None:
            problems.append(f"{row.where}  {problem}")
    if problems:
        more = [f"and {len(problems) - _SHOWN} more"] if len(problems) > _SHOWN else []
        raise UserError(
            f"{len(problems)} of {len(sheets)} questions of `dataset.question_sheets` cannot be used",
            details=[*problems[:_SHOWN], *more],
            hint="mend or delete these rows; keys are in data/interim/sections.jsonl",
        )
    return bound


def _add(row: Asked, by_key: dict[str, list[Section]], config: Config, bound: Bound) -> str | None:
    """Adds a question of a person; returns what is wrong with it."""
    if not (row.key or row.context or row.answer):
        bound.questions.append(_question(row, (), (), config))
        return None
    if not row.answer:
        return "no answer"
    keys = _keys(row.key, by_key)
    for key in keys:
        if key not in by_key:
            return f"no section has the key {key}" + (f", {guess}" if (guess := did_you_mean(key, by_key)) else "")
    there = [section for key in keys for section in by_key[key]] if keys else _with_text(row.context, by_key)
    if not there:
        return "its text is in no section" if row.context else "no key"
    for section in there:
        pieces = _pieces(row, section)
        if pieces:
            others = [next(iter(by_key[key])) for key in keys if key != section.key]
            bound.questions.append(_question(row, [section, *others], pieces, config))
            return None
    return f"{there[0].key} says nothing of the answer"


def _keys(cell: str, by_key: Mapping[str, Sequence[Section]]) -> list[str]:
    """Returns the keys of a cell; several between bars are sections any of which answers, such as translations."""
    return [cell] if cell in by_key else [key.strip() for key in cell.split("|") if key.strip()]


def _with_text(text: str, by_key: dict[str, list[Section]]) -> list[Section]:
    whole = normal(text)
    return [
        section
        for sections in by_key.values()
        for section in sections
        if whole and normal(section.text) and (normal(section.text) in whole or whole in normal(section.text))
    ]


def _pieces(row: Asked, section: Section) -> tuple[str, ...]:
    """Pieces of an answer that its section holds: its values, or all of it."""
    found = dict.fromkeys(value.text for value in values(row.answer) if value.kind not in ("number", "ordinal"))
    held = tuple(one for one in found if holds(section.text, one) and not holds(row.question, one))
    return held or ((row.answer,) if holds(section.text, row.answer.rstrip("。.")) else ())


def _question(row: Asked, golden: Sequence[Section], pieces: tuple[str, ...], config: Config) -> Question:
    return Question(
        id=f"{row.where}·{hash_of([row.question])}",
        language=language_of(row.question),
        audience=config.dataset.audience,
        question=row.question,
        reference=row.answer if golden else refusal_for(row.question),
        values=tuple(piece.rstrip("。.") for piece in pieces),
        golden_keys=tuple(section.key for section in golden),
        golden_hashes=tuple(section.content_hash for section in golden),
        origin="sheet",
        answerable=bool(golden),
        group="",
        lineage=tuple(section.id for section in golden),
    )


def _keep(row: Asked, earlier: Question, by_key: dict[str, list[Section]], misses: Misses, bound: Bound) -> None:
    """Keeps a question of an earlier dataset whose label is still true, with the hashes of the sections as they are."""
    if not earlier.answerable:
        near = (miss.question for id_ in earlier.lineage for miss in misses.of(id_))
        # What a person said has no answer has no section; what was made is made again, or something answers it now.
        if not earlier.lineage or earlier.question in near:
            bound.questions.append(earlier)
        else:
            bound.retired[row.where] = "is no longer known to have no answer"
        return
    golden = [
        _golden(by_key.get(key, ()), hash_, earlier.values)
        for key, hash_ in zip(earlier.golden_keys, earlier.golden_hashes, strict=True)
    ]
    found = [section for section in golden if section is not None]
    if len(found) < len(golden):
        missing = next(key for key, section in zip(earlier.golden_keys, golden, strict=True) if section is None)
        bound.retired[row.where] = (
            f"{missing} no longer holds the answer" if missing in by_key else f"{missing} is gone"
        )
        return
    hashes = tuple(section.content_hash for section in found)
    bound.verified += hashes != earlier.golden_hashes
    lineage = tuple(section.id for section in found)
    bound.questions.append(replace(earlier, golden_hashes=hashes, lineage=lineage))


def _golden(there: Iterable[Section], hash_: str, pieces: Sequence[str]) -> Section | None:
    same = [section for section in there if section.content_hash == hash_]
    changed = [section for section in there if pieces and all(holds(section.text, piece) for piece in pieces)]
    return next(iter([*same, *changed]), None)
