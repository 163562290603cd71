"""Facts of a corpus, found in its documents and proven against them by as many processes as pay for themselves."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.origins import ORIGINS, WITHIN_DOCUMENTS, together
from pipelines.dataset.verify import fault
from pipelines.records.section import Section
from pipelines.runtime.parallel import parallel

# Sections or facts that are handed to a process at once, as long as no document has more.
_BATCH = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """Whole documents, or facts found already; of the golden sections only the visible ones may be shown."""

    sections: Sequence[Section] = ()
    found: tuple[int, Sequence[Candidate]] = (0, ())
    visible: frozenset[str]


def proven(
    sections: Sequence[Section], visible: frozenset[str], *, workers: int
) -> tuple[list[Candidate], Counter[str]]:
    """Finds the facts of sections and keeps those that their own sections prove.

    Args:
        sections: All that may be looked at, a document's sections one after another.
        visible: Ids of the sections that may be golden.
        workers: How many processes at most; 0: one a core. The result is the same.

    Returns:
        The facts, origin by origin and section by section, and how many were rejected for which reason.
    """
    found: list[list[Candidate]] = [[] for _ in ORIGINS]
    rejected: Counter[str] = Counter()
    batches = [*_documents(sections, visible), *_across(sections, visible)]
    by_id = {section.id: section for section in sections}
    for proofs, reasons in parallel(_prove, batches, "finding facts", workers=workers, engine="loky"):
        rejected.update(reasons)
        for place, kept in proofs.items():
            found[place] += (_of(candidate, by_id) for candidate in kept)
    facts = [candidate for origin in found for candidate in origin]
    return [*facts, *(candidate for candidate in together(facts) if fault(candidate) is None)], rejected


def _documents(sections: Sequence[Section], visible: frozenset[str]) -> Iterator[_Batch]:
    """Puts whole documents together until they are enough for a batch."""
    batch: list[Section] = []
    for _, document in groupby(sections, key=lambda section: section.document):
        batch += document
        if len(batch) >= _BATCH:
            yield _Batch(sections=batch, visible=visible.intersection(section.id for section in batch))
            batch = []
    yield _Batch(sections=batch, visible=visible.intersection(section.id for section in batch))


def _across(sections: Sequence[Section], visible: frozenset[str]) -> Iterator[_Batch]:
    """Finds what has to look at all documents at once; it is found quickly, and proving it is shared out."""
    for place, origin in enumerate(ORIGINS):
        if place not in WITHIN_DOCUMENTS:
            found = list(origin(sections))
            for start in range(0, len(found), _BATCH):
                part = found[start : start + _BATCH]
                shown = visible.intersection(candidate.section.id for candidate in part)
                yield _Batch(found=(place, part), visible=shown)


def _prove(batch: _Batch) -> tuple[dict[int, list[Candidate]], Counter[str]]:
    kept: dict[int, list[Candidate]] = defaultdict(list)
    rejected: Counter[str] = Counter()
    for place, candidates in _found(batch):
        for candidate in candidates:
            shown = candidate.section.id in batch.visible
            reason = fault(candidate) if shown else "golden section may not be shown"
            if reason is None:
                kept[place].append(candidate)
            else:
                rejected[reason] += 1
    return kept, rejected


def _found(batch: _Batch) -> Iterator[tuple[int, Iterable[Candidate]]]:
    yield batch.found
    for place in sorted(WITHIN_DOCUMENTS) if batch.sections else ():
        yield place, ORIGINS[place](batch.sections)


def _of(candidate: Candidate, sections: Mapping[str, Section]) -> Candidate:
    """Returns a fact of the very sections that this process has; another process hands back copies."""
    section = sections[candidate.section.id]
    if section is candidate.section:
        return candidate
    return replace(candidate, section=section, also=candidate.also and _of(candidate.also, sections))
