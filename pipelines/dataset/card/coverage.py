"""Which sections examples and questions touch, and why the others are untouched."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.dataset.build import Dataset
from pipelines.dataset.card.markdown import share, table
from pipelines.dataset.config import Config
from pipelines.records.section import Section
from pipelines.retrieval.masks import in_force

ASKED, SHOWN = "asked about", "only shown beside others"
_NO_FACT, _NOT_DRAWN = "no fact was found in it", "not drawn"
_NEVER = ("may not be cited", "for another audience", "not in force")
_COLUMNS = (
    *("document", "edition", "key", "section", "source", "kind", "language"),
    *("training examples", "validation examples", "held-out questions", "shown beside others", "why nothing is asked"),
)
_LISTED, _KEYS = 15, 8


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


def coverage_part(covered: Sequence[Covered]) -> str:
    """Returns the card's part on coverage: states of sections, and what the worst covered documents leave out."""
    states = Counter(one.state for one in covered)
    can = [one for one in covered if one.can_be_asked]
    asked = sum(1 for one in can if one.asked)
    parts = [
        f"Of {len(covered):,} sections {len(can):,} could be asked about, and {asked:,} of these are "
        f"({share(asked, len(can))}). `coverage.csv` has a line for every section.",
        table(
            ("sections", "", "of all"),
            [(state, f"{count:,}", share(count, len(covered))) for state, count in _in_order(states)],
        ),
        _more(states),
        table(("kind of section", "can be asked", "are asked", "share", _NO_FACT), list(_by_kind(can))),
        _documents(covered),
        _untouched(covered),
    ]
    return "\n\n".join(part for part in parts if part)


def by_document(covered: Iterable[Covered]) -> dict[str, list[Covered]]:
    """Returns the sections of each document, those documents first of which the least is asked."""
    found: dict[str, list[Covered]] = {}
    for one in covered:
        found.setdefault(one.section.document, []).append(one)

    def asked(name: str) -> float:
        can = [one for one in found[name] if one.can_be_asked]
        return sum(1 for one in can if one.asked) / len(can) if can else 2.0

    return {name: found[name] for name in sorted(found, key=lambda name: (asked(name), -len(found[name]), name))}


def coverage_csv(covered: Iterable[Covered]) -> str:
    """Returns one line a section, for a spreadsheet."""
    file = io.StringIO()
    # A byte-order mark, without which Excel reads Chinese as Latin letters.
    file.write("\ufeff")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in covered:
        section = one.section
        where = (section.document, section.edition or "", section.key, section.id, section.source)
        what = (section.kind, section.language)
        writer.writerow((*map(_plain, where), *what, one.train, one.validation, one.held_out, one.shown, one.reason))
    return file.getvalue()


def _reason(section: Section, dataset: Dataset, config: Config, apart: tuple[set[str], set[str]]) -> str:
    known, (held, validating) = dataset.known, apart
    if not section.citable:
        return _NEVER[0]
    if section.audience not in ("all", config.dataset.audience):
        return _NEVER[1]
    if not in_force(section, config.retrieval.as_of):
        return _NEVER[2]
    if not known.facts.get(section.id):
        return _NO_FACT
    if section.id in known.shared:
        return "its facts stand elsewhere too"
    group = known.groups.get(section.id)
    if group in held:
        return "kept apart beside a held-out question"
    return "kept apart for validation" if group in validating else _NOT_DRAWN


def _in_order(states: Mapping[str, int]) -> list[tuple[str, int]]:
    first = [state for state in (ASKED, SHOWN) if state in states]
    rest = sorted((state for state in states if state not in first), key=lambda state: (-states[state], state))
    return [(state, states[state]) for state in (*first, *rest)]


def _by_kind(can: Sequence[Covered]) -> Iterator[tuple[str, ...]]:
    for kind in sorted({one.section.kind for one in can}):
        there = [one for one in can if one.section.kind == kind]
        asked = sum(1 for one in there if one.asked)
        without = sum(one.reason == _NO_FACT for one in there)
        yield kind, f"{len(there):,}", f"{asked:,}", share(asked, len(there)), f"{without:,}"


def _more(states: Mapping[str, int]) -> str:
    """Says what would ask about more."""
    if not states.get(_NOT_DRAWN):
        return ""
    return f"{states[_NOT_DRAWN]:,} sections have facts that were not drawn: more `dataset.examples` ask about them."


def _documents(covered: Sequence[Covered]) -> str:
    found = by_document(covered)
    rows = [_document_row(name, found[name]) for name in list(found)[:_LISTED]]
    left = len(found) - len(rows)
    text = table(
        ("document", "sections", "can be asked", "are asked", "share", "examples", "validation", "held out"), rows
    )
    return "Worst covered first:\n\n" + text + (f"\n\nAnd {left:,} documents more." if left else "")


def _document_row(name: str, there: Sequence[Covered]) -> tuple[str, ...]:
    can = [one for one in there if one.can_be_asked]
    asked = sum(1 for one in can if one.asked)
    sums = (sum(getattr(one, side) for one in there) for side in ("train", "validation", "held_out"))
    title = there[0].section.title
    named = name if title in ("", name) else f"{name} {title}"
    return (named, f"{len(there):,}", f"{len(can):,}", f"{asked:,}", share(asked, len(can)), *(f"{n:,}" for n in sums))


def _untouched(covered: Sequence[Covered]) -> str:
    """Names the sections that nothing touches, of the documents that have most of them."""
    bare: dict[str, list[Covered]] = {}
    for one in covered:
        if not one.asked and not one.shown and one.can_be_asked:
            bare.setdefault(one.section.document, []).append(one)
    if not bare:
        return "Every section that could be asked about is asked about or shown."
    most = sorted(bare, key=lambda name: (-len(bare[name]), name))
    rows = [(name, f"{len(bare[name]):,}", _keys(bare[name])) for name in most[:_LISTED]]
    left = len(most) - len(rows)
    text = table(("document", "untouched", "sections that no example and no question touches"), rows)
    return text + (f"\n\nAnd {left:,} documents more." if left else "")


def _keys(there: Sequence[Covered]) -> str:
    keys = list(dict.fromkeys(one.section.key.removeprefix(f"{one.section.document} ") for one in there))
    more = f"; and {len(keys) - _KEYS:,} more" if len(keys) > _KEYS else ""
    return "; ".join(keys[:_KEYS]) + more


def _plain(text: str) -> str:
    """Keeps a spreadsheet from reading a document's text as a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text
