"""Coverage in words: tables for the card, and a list of every section for a spreadsheet."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipelines.dataset.card.coverage import ASKED, NO_FACT, NOT_DRAWN, SHOWN, Covered, by_document
from pipelines.dataset.card.markdown import share, table

_COLUMNS = (
    *("document", "edition", "key", "section", "source", "kind", "language"),
    *("training examples", "validation examples", "held-out questions", "shown beside others", "why nothing is asked"),
)
_LISTED, _KEYS = 15, 8


def coverage_part(covered: Sequence[Covered], *, wanted: int = 0) -> str:
    """Returns the card's part on coverage: states of sections, and what the worst covered documents leave out.

    Args:
        covered: What touches each section.
        wanted: Training examples that were aimed at and could not be made.

    Returns:
        Markdown.
    """
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
        _more(states[NOT_DRAWN], wanted),
        table(("kind of section", "can be asked", "are asked", "share", NO_FACT), list(_by_kind(can))),
        _documents(covered),
        _untouched(covered),
    ]
    return "\n\n".join(part for part in parts if part)


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


def _in_order(states: Mapping[str, int]) -> list[tuple[str, int]]:
    first = [state for state in (ASKED, SHOWN) if state in states]
    rest = sorted((state for state in states if state not in first), key=lambda state: (-states[state], state))
    return [(state, states[state]) for state in (*first, *rest)]


def _by_kind(can: Sequence[Covered]) -> Iterator[tuple[str, ...]]:
    for kind in sorted({one.section.kind for one in can}):
        there = [one for one in can if one.section.kind == kind]
        asked = sum(1 for one in there if one.asked)
        without = sum(one.reason == NO_FACT for one in there)
        yield kind, f"{len(there):,}", f"{asked:,}", share(asked, len(there)), f"{without:,}"


def _more(left: int, wanted: int) -> str:
    """Says what would ask about more."""
    if wanted > 0:
        return (
            f"{wanted:,} training examples more were aimed at than the sections give: other documents, a teacher, or "
            "fewer held-out questions would make more."
        )
    return f"{left:,} sections have facts that were not drawn: more `dataset.examples` ask about them." if left else ""


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
