"""From sections to examples and held-out questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipelines.dataset.bound import Bound, bind
from pipelines.dataset.config import Config
from pipelines.dataset.examples import examples
from pipelines.dataset.facts import proven
from pipelines.dataset.groups import Groups, group
from pipelines.dataset.held_out import held_out
from pipelines.dataset.known import Known
from pipelines.dataset.leaks import Checked, normal, require_no_leaks
from pipelines.dataset.ledger import Material
from pipelines.dataset.misses import Misses
from pipelines.dataset.pool import Pool
from pipelines.dataset.sets import Allowed
from pipelines.dataset.sheets import read_sheets
from pipelines.dataset.split import Split, split
from pipelines.dataset.teacher.taught import Teach, TeacherCounts
from pipelines.records.example import Example
from pipelines.records.question import Question
from pipelines.records.section import Section
from pipelines.retrieval.index import Index
from pipelines.retrieval.masks import in_force
from pipelines.runtime.errors import UserError, did_you_mean

_VALIDATION_PER_SET = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """All that the stage writes."""

    train: Sequence[Example]
    validation: Sequence[Example]
    held_out: Sequence[Question]
    rejected: Mapping[str, int]
    """Reason → candidates that were not used."""
    golden: int
    """Golden sections of the training examples."""
    groups: int
    """Groups that have candidates."""
    checked: Checked = field(default_factory=Checked)
    bound: Bound = field(default_factory=Bound)
    teacher: TeacherCounts | None = None
    """What a teacher was asked and what of it was proven; None without one."""
    known: Known = field(default_factory=Known)


def build(
    sections: Sequence[Section], config: Config, index: Index | None = None, teach: Teach | None = None
) -> Dataset:
    """Makes the dataset.

    Args:
        sections: All sections of the corpus.
        config: Counts, shares and seed.
        index: The index over all sections; None: one over their words is made.
        teach: Adds a teacher's questions and wordings to the candidates; None: there is no teacher.

    Returns:
        Examples and questions; the same for the same sections and configuration.

    Raises:
        UserError: There is nothing to ask about, a key to hold out does not exist, or held-out text leaks.
    """
    sections = sorted(sections, key=lambda section: section.id)
    usable = [section for section in sections if _usable(section, config)]
    index = index or Index.build(sections)
    # Exchanges are not citable, but their questions are real ones; their answers come from citable sections alone.
    chats = [section for section in sections if section.kind == "exchange" and section.audience == "all"]
    visible = frozenset(section.id for section in usable)
    candidates, rejected = proven([*usable, *chats], visible, workers=config.workers)
    taught = teach(usable, candidates, index) if teach else None
    candidates = list(taught.candidates) if taught else candidates
    if not candidates:
        raise UserError(
            "no section can be asked about", hint="look at data/interim/sections.jsonl, then run ingest again"
        )
    seen = [section for section in sections if section.audience in ("all", config.dataset.audience)]
    groups = group(seen, config.dataset.near_duplicate)
    pool = Pool(candidates, index, config)
    misses = Misses(usable, pool, config.seed)
    bound = bind(read_sheets(config.dataset.question_sheets), usable, misses, config)
    misses.take_out(question.question for question in bound.questions)
    _join_same_questions(pool, bound.questions, groups)
    parts = _Parts(pool=pool, misses=misses, groups=groups, index=index, usable=usable)
    asked = frozenset(groups.name(id_) for question in bound.questions for id_ in question.lineage)
    dataset = _sides(parts, split(parts.by_group, pool, asked | _always(seen, groups, config), config), config)
    dataset = replace(dataset, held_out=_with_sheets(dataset.held_out, bound.questions, groups))
    by_id = {section.id: section for section in sections}
    read = [*dataset.train, *dataset.validation]
    return replace(
        dataset,
        checked=require_no_leaks(dataset.held_out, read, by_id, config.dataset.near_duplicate),
        rejected=dict(sorted((rejected + pool.rejected).items())),
        golden=len({example.citations for example in dataset.train if example.answerable}),
        groups=len(parts.by_group),
        bound=bound,
        teacher=taught.counts if taught else None,
        known=_known(parts),
    )


@dataclass(frozen=True, kw_only=True)
class _Parts:
    pool: Pool
    misses: Misses
    groups: Groups
    index: Index
    usable: Sequence[Section]

    @cached_property
    def by_group(self) -> dict[str, list[str]]:
        """Group → its sections that have facts."""
        found: dict[str, list[str]] = {}
        for section in self.usable:
            if self.pool.offered(section.id):
                found.setdefault(self.groups.name(section.id), []).append(section.id)
        return found


def _sides(parts: _Parts, sides: Split, config: Config) -> Dataset:
    def made(names: frozenset[str], hidden: frozenset[str], config: Config, name: str) -> list[Example]:
        material = Material(
            sections=frozenset(id_ for group in names for id_ in parts.by_group.get(group, ())),
            pool=parts.pool,
            near_misses=parts.misses.of,
            beside=parts.misses.beside,
            allowed=_allowed(parts, hidden, config),
            index=parts.index,
            groups=parts.groups,
        )
        return examples(material, config, name)

    hidden = sides.held_out | sides.validation
    train = made(sides.train, hidden, config, "train")
    # What is validated is as the documents say; pairs are for learning. Few questions a set: forty of seven sets were
    # all in one language and nearly all of tables, and a baseline's threshold set on them never refused.
    plain = replace(
        config.dataset,
        examples=config.dataset.validation,
        questions_per_set=min(_VALIDATION_PER_SET, config.dataset.questions_per_set),
        share_without_golden=0,
        share_changed=0,
    )
    validation = made(sides.validation, sides.held_out, replace(config, dataset=plain), "validation")
    held = {name: parts.by_group[name] for name in sorted(sides.held_out & parts.by_group.keys())}
    facts = {name: parts.pool.of(*ids) for name, ids in held.items()}
    near = {name: [miss for id_ in ids for miss in parts.misses.of(id_)] for name, ids in held.items()}
    return Dataset(
        train=train, validation=validation, held_out=held_out(facts, near, config), rejected={}, golden=0, groups=0
    )


def _known(parts: _Parts) -> Known:
    ids = [section.id for section in parts.usable]
    return Known(
        facts={id_: len(parts.pool.offered(id_)) for id_ in ids},
        shared=parts.pool.barren,
        groups={id_: parts.groups.name(id_) for id_ in ids},
        misses=parts.misses.kinds,
    )


def _allowed(parts: _Parts, hidden: frozenset[str], config: Config) -> Allowed:
    ids = frozenset(section.id for section in parts.usable if parts.groups.name(section.id) not in hidden)
    return Allowed(
        ids=ids, size=config.retrieval.sources, audience=config.dataset.audience, as_of=config.retrieval.as_of
    )


def _usable(section: Section, config: Config) -> bool:
    return (
        section.citable
        and section.audience in ("all", config.dataset.audience)
        and in_force(section, config.retrieval.as_of)
    )


def _join_same_questions(pool: Pool, asked: Iterable[Question], groups: Groups) -> None:
    for one, other in pool.same:
        groups.join(one, other)
    first: dict[str, str] = {}
    for question in asked:
        for id_ in question.lineage:
            groups.join(
                pool.asked.get(normal(question.question)) or first.setdefault(normal(question.question), id_), id_
            )


def _with_sheets(drawn: Sequence[Question], asked: Sequence[Question], groups: Groups) -> list[Question]:
    mine = [
        replace(question, group=groups.name(question.lineage[0]) if question.lineage else question.id)
        for question in asked
    ]
    taken = {normal(question.question) for question in mine}
    return sorted(
        [*mine, *(one for one in drawn if normal(one.question) not in taken)], key=lambda question: question.id
    )


def _always(sections: Sequence[Section], groups: Groups, config: Config) -> frozenset[str]:
    by_key = {section.key: section for section in sections}
    missing = [key for key in config.dataset.hold_out_keys if key not in by_key]
    if missing:
        raise UserError(
            f"{len(missing)} of `dataset.hold_out_keys` are in no document",
            details=missing,
            hint=did_you_mean(missing[0], by_key) or "keys are in data/interim/sections.jsonl",
        )
    return frozenset(groups.name(by_key[key].id) for key in config.dataset.hold_out_keys)
