"""How fast answers are scored without a judge, all metrics and their summaries.

    python -m benchmarks.score_speed questions=2000

Questions and answers are those labelled by hand, made unique by a number in every text, so that no cache of an earlier
text helps. Sources repeat, as they do where several questions stand on one section.
"""

import sys
import time
from dataclasses import replace

from rich.console import Console

from eval.metrics import METRICS, Case
from eval.scoring import score_arm
from eval.summaries import summarize_arm
from pipelines.records import Answer, Question
from tests.eval.labels import labelled

ARM = "candidate"
console = Console(width=120, highlight=False)


def unique_cases(count: int, start: int = 0) -> list[Case]:
    """Returns as many cases, each with texts that no other one has; numbered from `start`."""
    cases = [one.case for one in labelled()]
    return [_unique(cases[place % len(cases)], start + place) for place in range(count)]


def _unique(case: Case, place: int) -> Case:
    mark = f"（{place} 號）" if case.question.language == "zh" else f" (no. {place})"
    question = replace(
        case.question,
        id=f"{case.question.id}·{place}",
        question=case.question.question + mark,
        reference=case.question.reference + mark,
        group=f"{case.question.group}·{place // 5}",
    )
    text = case.answer.text if case.answer.refused else case.answer.text + mark
    return Case(question=question, answer=replace(case.answer, question_id=question.id, arm=ARM, text=text))


def main(count: int) -> None:
    """Prints seconds and questions a second, of all metrics and of each."""
    score_arm(*_sides(unique_cases(20, start=-20)), arm=ARM)  # libraries load once a process
    cases = unique_cases(count)
    questions, answers = _sides(cases)
    began, busy = time.perf_counter(), time.process_time()
    scores = score_arm(questions, answers, arm=ARM)
    scored, worked = time.perf_counter(), time.process_time()
    summarize_arm(questions, answers, scores)
    summarized, ended = time.perf_counter(), time.process_time()
    console.print(f"{count} questions, {len(METRICS)} metrics, {len(scores)} scores")
    for name, wall, cpu in (
        ("scored", scored - began, worked - busy),
        ("summarized", summarized - scored, ended - worked),
        ("both", summarized - began, ended - busy),
    ):
        console.print(
            f"{name:<11}{wall:6.2f} s, {count / wall:8,.0f} questions/s; {count / cpu:8,.0f} a second of processor time"
        )
    for place, metric in enumerate(METRICS, 1):
        fresh = unique_cases(count, start=place * count)
        busy = time.process_time()
        metric.score(fresh)
        console.print(f"  {metric.name:<22}{time.process_time() - busy:6.2f} s of processor time")


def _sides(cases: list[Case]) -> tuple[list[Question], list[Answer]]:
    return [case.question for case in cases], [case.answer for case in cases]


if __name__ == "__main__":
    words = dict(word.split("=") for word in sys.argv[1:])
    main(int(words.get("questions", "2000")))
