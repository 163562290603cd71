"""From sections to examples and held-out questions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.dataset import near_misses
from pipelines.dataset.candidate import Candidate
from pipelines.dataset.config import Config
from pipelines.dataset.examples import Material, examples
from pipelines.dataset.groups import Groups, group
from pipelines.dataset.held_out import held_out
from pipelines.dataset.leaks import normal, require_no_leaks
from pipelines.dataset.near_misses import NearMiss
from pipelines.dataset.origins import ORIGINS
from pipelines.dataset.sets import Allowed
from pipelines.dataset.split import Split, split
from pipelines.dataset.verify import ambiguous_with, fault
from pipelines.records.example import Example
from pipelines.records.question import Question
from pipelines.records.section import Section
from pipelines.retrieval import Index, in_force
from pipelines.runtime.errors import UserError, did_you_mean

# How many of the sections that retrieval ranks highest could compete with a golden section.
_RIVALS = 12


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


def build(sections: Sequence[Section], config: Config) -> Dataset:
    """Makes the dataset.

    Args:
        sections: All sections of the corpus.
        config: Counts, shares and seed.

    Returns:
        Examples and questions; the same for the same sections and configuration.

    Raises:
        UserError: There is nothing to ask about, a key to hold out does not exist, or held-out text leaks.
    """
    sections = sorted(sections, key=lambda section: section.id)
    usable = [section for section in sections if _usable(section, config)]
    index = Index.build(usable)
    rejected: Counter[str] = Counter()
    candidates = _unambiguous(_proven(sections, usable, rejected), index, config, rejected)
    if not candidates:
        raise UserError(
            "no section can be asked about", hint="look at data/interim/sections.jsonl, then run ingest again"
        )
    groups = group(
        [section for section in sections if section.audience in ("all", config.dataset.audience)],
        config.dataset.near_duplicate,
    )
    _join_same_questions(candidates, groups)
    by_group: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_group[groups.name(candidate.section.id)].append(candidate)
    sides = split(by_group, _always(sections, groups, config), config.dataset, config.seed)
    misses = _near_misses(candidates, usable, config)
    dataset = _sides(_Parts(by_group=by_group, misses=misses, groups=groups, index=index, usable=usable), sides, config)
    require_no_leaks(
        dataset.held_out, [*dataset.train, *dataset.validation], {section.id: section for section in sections}
    )
    return Dataset(
        train=dataset.train,
        validation=dataset.validation,
        held_out=dataset.held_out,
        rejected=dict(sorted(rejected.items())),
        golden=len({example.citations for example in dataset.train if example.answerable}),
        groups=len(by_group),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    by_group: Mapping[str, Sequence[Candidate]]
    misses: Sequence[NearMiss]
    groups: Groups
    index: Index
    usable: Sequence[Section]


def _sides(parts: _Parts, sides: Split, config: Config) -> Dataset:
    def made(names: frozenset[str], hidden: frozenset[str], wanted: int, name: str) -> list[Example]:
        material = Material(
            candidates=[
                candidate for group in sorted(names & parts.by_group.keys()) for candidate in parts.by_group[group]
            ],
            near_misses=[miss for miss in parts.misses if parts.groups.name(miss.section.id) in names],
            allowed=_allowed(parts, hidden, config),
            index=parts.index,
            groups=parts.groups,
        )
        return examples(material, wanted, config, name)

    hidden = sides.held_out | sides.validation
    train = made(sides.train, hidden, config.dataset.examples, "train")
    validation = made(sides.validation, sides.held_out, config.dataset.validation, "validation")
    near: dict[str, list[NearMiss]] = {name: [] for name in sides.held_out}
    for miss in parts.misses:
        if parts.groups.name(miss.section.id) in near:
            near[parts.groups.name(miss.section.id)].append(miss)
    questions = held_out({name: parts.by_group[name] for name in sides.held_out & parts.by_group.keys()}, near, config)
    return Dataset(train=train, validation=validation, held_out=questions, rejected={}, golden=0, groups=0)


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


def _proven(sections: Sequence[Section], usable: Sequence[Section], rejected: Counter[str]) -> list[Candidate]:
    # Exchanges are not citable, but their questions are real ones; their answers come from citable sections alone.
    visible = {section.id for section in usable}
    offered = [*usable, *(section for section in sections if section.kind == "exchange" and section.audience == "all")]
    proven: list[Candidate] = []
    for origin in ORIGINS:
        for candidate in origin(offered):
            reason = fault(candidate) if candidate.section.id in visible else "golden section may not be shown"
            if reason is None:
                proven.append(candidate)
            else:
                rejected[reason] += 1
    return proven


def _unambiguous(
    candidates: Iterable[Candidate], index: Index, config: Config, rejected: Counter[str]
) -> list[Candidate]:
    kept: dict[str, Candidate] = {}
    for candidate in candidates:
        question = candidate.questions[0]
        hits = index.search(question, _RIVALS, audience=config.dataset.audience, as_of=config.retrieval.as_of)
        rivals = [hit.section for hit in hits if hit.section.id != candidate.section.id]
        if any(ambiguous_with(rival, question, candidate) for rival in rivals):
            rejected["another section answers it too"] += 1
        elif f"{question}|{candidate.id}" in kept:
            rejected["asked twice"] += 1
        else:
            kept[f"{question}|{candidate.id}"] = candidate
    return list(kept.values())


def _join_same_questions(candidates: Iterable[Candidate], groups: Groups) -> None:
    first: dict[str, str] = {}
    for candidate in candidates:
        for question in candidate.questions:
            groups.join(first.setdefault(normal(question), candidate.section.id), candidate.section.id)


def _always(sections: Sequence[Section], groups: Groups, config: Config) -> frozenset[str]:
    by_key = {section.key: section for section in sections if section.audience in ("all", config.dataset.audience)}
    missing = [key for key in config.dataset.hold_out_keys if key not in by_key]
    if missing:
        raise UserError(
            f"{len(missing)} of `dataset.hold_out_keys` are in no document",
            details=missing,
            hint=did_you_mean(missing[0], by_key) or "keys are in data/interim/sections.jsonl",
        )
    return frozenset(groups.name(by_key[key].id) for key in config.dataset.hold_out_keys)


def _near_misses(candidates: Sequence[Candidate], usable: Sequence[Section], config: Config) -> list[NearMiss]:
    said = near_misses.text_of(usable)
    found: dict[str, NearMiss] = {}
    for candidate in candidates:
        for miss in near_misses.of_candidate(candidate, said, config.seed):
            found.setdefault(miss.question, miss)
    for miss in near_misses.of_tables(candidates, said):
        found.setdefault(miss.question, miss)
    for candidate in {candidate.section.id: candidate for candidate in candidates}.values():
        for miss in near_misses.of_section(candidate.section, candidate.origin, usable, config.seed):
            found.setdefault(miss.question, miss)
    return list(found.values())
