"""Which sections examples and questions touch, and why the others are untouched."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.dataset.build import Dataset
from pipelines.dataset.config import Config
from pipelines.records.section import Section
from pipelines.retrieval.masks import in_force

ASKED, SHOWN = "asked about", "only shown beside others"
NO_FACT, NOT_DRAWN = "no fact was found in it", "not drawn"
_NEVER = ("may not be cited", "for another audience", "not in force")


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What touches one section."""

    section: Section
    train: int
    """Examples made from it."""
    validation: int
    held_out: int
    shown: int
    """Examples that show it beside another golden section."""
    reason: str
    """Why nothing is asked about it; empty where something is."""

    @property
    def asked(self) -> int:
        """Examples and questions made from it."""
        return self.train + self.validation + self.held_out

    @property
    def can_be_asked(self) -> bool:
        """Whether anybody could be asked about it: shown to this audience now."""
        return self.reason not in _NEVER

    @property
    def state(self) -> str:
        """In which of the states of a section it is: asked about, only shown, or the reason why neither."""
        if self.asked:
            return ASKED
        return SHOWN if self.shown else self.reason


def coverage(sections: Sequence[Section], dataset: Dataset, config: Config) -> list[Covered]:
    """Finds what touches each section.

    Args:
        sections: All sections of the corpus.
        dataset: What was made of them.
        config: For whom, and as of when.

    Returns:
        One entry a section, in order of their ids.
    """
    sides = (("train", dataset.train), ("validation", dataset.validation), ("held_out", dataset.held_out))
    counts = {name: Counter(id_ for item in items for id_ in item.lineage) for name, items in sides}
    read = [*dataset.train, *dataset.validation]
    shown = Counter(source.section_id for example in read for source in example.sources if not source.golden)
    held = {question.group for question in dataset.held_out}
    validating = {example.group for example in dataset.validation}
    found: list[Covered] = []
    for section in sorted(sections, key=lambda section: section.id):
        there = {name: count[section.id] for name, count in counts.items()}
        reason = "" if any(there.values()) else _reason(section, dataset, config, (held, validating))
        found.append(Covered(section=section, shown=shown[section.id], reason=reason, **there))
    return found


def by_document(covered: Iterable[Covered]) -> dict[str, list[Covered]]:
    """Returns the sections of each document, those documents first of which the least is asked."""
    found: dict[str, list[Covered]] = {}
    for one in covered:
        found.setdefault(one.section.document, []).append(one)

    def asked(name: str) -> float:
        can = [one for one in found[name] if one.can_be_asked]
        return sum(1 for one in can if one.asked) / len(can) if can else 2.0

    return {name: found[name] for name in sorted(found, key=lambda name: (asked(name), -len(found[name]), name))}


def _reason(section: Section, dataset: Dataset, config: Config, apart: tuple[set[str], set[str]]) -> str:
    known, (held, validating) = dataset.known, apart
    if not section.citable:
        return _NEVER[0]
    if section.audience not in ("all", config.dataset.audience):
        return _NEVER[1]
    if not in_force(section, config.retrieval.as_of):
        return _NEVER[2]
    if not known.facts.get(section.id):
        return NO_FACT
    if section.id in known.shared:
        return "its facts stand elsewhere too"
    group = known.groups.get(section.id)
    if group in held:
        return "kept apart beside a held-out question"
    return "kept apart for validation" if group in validating else NOT_DRAWN
