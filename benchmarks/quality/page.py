"""The benchmark as Markdown: the figures of every set, the aims, why answers fail, and answers to read."""

from collections.abc import Iterator, Sequence

from benchmarks.quality.aims import aims
from benchmarks.quality.failures import CAUSES, MEANING, cause_of, counted, to_read
from benchmarks.quality.figures import CANDIDATE, Figures
from benchmarks.quality.line import Done
from eval.diagnoses import CLOSED_BOOK_EXCESS, FOLLOW_RATE
from eval.metrics import Case
from eval.scoring import cases_of
from eval.summaries import LANGUAGES
from eval.table import cell

COLUMNS = (
    ("grounded", "grounded"),
    ("correctness", "correctness"),
    ("citation_precision", "citation precision"),
    ("citation_recall", "citation recall"),
    ("refusal_f1", "refusal F1"),
    ("answered_ratio", "answered"),
    ("hallucination_rate", "hallucination"),
    ("error_rate", "error"),
)


def page(found: Sequence[Figures], ran: Sequence[Done], problems: Sequence[str] = ()) -> str:
    """Writes the page.

    Args:
        found: The sets that were measured.
        ran: What their stages took.
        problems: What was not measured, and why.

    Returns:
        Markdown.
    """
    parts = [
        "# Quality benchmark",
        *(f"**Not measured: {problem}**" for problem in problems),
        *(part for one in found for part in _figures(one)),
        *_aims(found),
        *_failures(found),
        *_seconds(ran),
        *(part for one in found for part in _answers(one)),
    ]
    return "\n\n".join(parts) + "\n"


def table(titles: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Returns a table of Markdown; bars in its cells are escaped."""
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _figures(one: Figures) -> Iterator[str]:
    yield f"## {one.name}"
    asked = f"{len(one.questions)} questions, {len(one.left_out)} more could not be asked"
    yield f"{one.sections} sections, {one.examples} training examples, {asked}. `promote`: {one.verdict}."
    rows = [row for language in LANGUAGES for arm in one.arms for row in _row(one, arm, language)]
    ideal = ", ".join(f"{language} {cell(one.ideal(language))}" for language in LANGUAGES)
    titles = ["language", "arm", "n", *(title for _, title in COLUMNS), "answers with an invented key"]
    yield table(titles, rows)
    yield f"95% intervals, clustered by group. Ideal answered ratio: {ideal}."
    if one.left_out:
        yield "Not asked:\n\n" + "\n".join(f"- {reason}" for reason in one.left_out)
    yield from _diagnoses(one)


def _row(one: Figures, arm: str, language: str) -> Iterator[list[object]]:
    first = one.value(arm, "grounded", language)
    if first is None or not first.n:
        return
    found = [one.value(arm, metric, language) for metric, _ in COLUMNS]
    cells = ["–" if summary is None else cell(summary.value, summary.low, summary.high) for summary in found]
    yield [language, arm, first.n, *cells, one.invented(arm, language)]


def _diagnoses(one: Figures) -> Iterator[str]:
    rows = []
    for metric in (FOLLOW_RATE.name, CLOSED_BOOK_EXCESS.name):
        for arm in one.arms:
            if (summary := one.value(arm, metric)) is not None:
                # A difference may be below 0, where a share has no sign.
                signed = metric == CLOSED_BOOK_EXCESS.name and summary.value is not None
                value = cell(summary.value, summary.low, summary.high)
                if signed:
                    value = f"{summary.value:+.2f} [{summary.low:+.2f}, {summary.high:+.2f}]"
                rows.append([metric, arm, summary.n, value])
    if rows:
        yield table(["diagnosis", "arm", "n", "value"], rows)


def _aims(found: Sequence[Figures]) -> Iterator[str]:
    rows = [[one.name, aim.name, aim.wanted, aim.found, aim.word] for one in found for aim in aims(one)]
    yield "## Aims"
    yield table(["set", "aim", "wanted", "found", ""], rows)


def _failures(found: Sequence[Figures]) -> Iterator[str]:
    yield "## Why the candidate's answers fail"
    rows = []
    for one in found:
        counts = counted(_cases(one))
        total = sum(counts.values())
        shares = [f"{number} ({number / total:.0%})" if total else "0" for number in counts.values()]
        rows.append([one.name, len(one.questions), total, *shares])
    yield table(["set", "questions", "failures", *CAUSES], rows)
    yield "\n".join(f"- {cause}: {meaning}" for cause, meaning in MEANING.items())


def _seconds(ran: Sequence[Done]) -> Iterator[str]:
    yield "## Seconds"
    rows = [
        [done.name, one.name, f"{one.seconds:.1f}", "earlier run" if one.kept else ""]
        for done in ran
        for one in done.ran
    ]
    rows += [[done.name, "all", f"{sum(one.seconds for one in done.ran):.1f}", ""] for done in ran]
    yield table(["set", "stage", "seconds", ""], rows)


def _answers(one: Figures) -> Iterator[str]:
    worst, others = to_read(_cases(one))
    yield f"## Answers of the candidate on {one.name}"
    yield "The worst: by cause in the order of the table above, then the surest first, then by id."
    yield from (_answer(place, case) for place, case in enumerate(worst, 1))
    yield "Others, evenly spread over the rest."
    yield from (_answer(place, case) for place, case in enumerate(others, len(worst) + 1))


def _answer(place: int, case: Case) -> str:
    question, answer = case.question, case.answer
    keys = " · ".join(question.golden_keys) or "no section"
    lines = [
        f"{place}. **{cause_of(case) or 'grounded'}** `{question.id}` {question.question}",
        f"expected: {question.reference} [{keys}]",
        f"answer: {answer.text or '(empty)'}",
        f"shown: {' · '.join(source.key for source in answer.sources) or 'nothing'}",
    ]
    return "\n   - ".join(" ".join(line.split()) for line in lines)


def _cases(one: Figures) -> list[Case]:
    return cases_of(one.questions, one.answers.get(CANDIDATE, ()))
