"""The report: one HTML file that needs nothing beside it, for people who were not there."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from eval.comparison import BASELINES
from eval.conclusion import CANDIDATE, conclude
from eval.outcomes import OUTCOMES, Outcome, count, outcomes
from eval.report.charts import bars, before_after, by_kind
from eval.report.engines import engines
from eval.report.questions import Said, articles, kind_of
from eval.report.style import STYLE, slug
from eval.report.surest import surest
from eval.report.tables import arms_table, metrics_table, retrieval_table
from eval.report.verdict import reviewers, verdict
from eval.report.words import KINDS, OUTCOME_WORDS, arm_words, both
from eval.scoring import cases_of
from eval.statistics import Estimate, mean
from eval.summaries import find
from eval.table import difference_lines
from pipelines.records import Answer, Question, Review, Score, Summary

CHAMPION = "champion"


def report(
    questions: Sequence[Question],
    answers: Mapping[str, Sequence[Answer]],
    scores: Sequence[Score],
    summaries: Sequence[Summary],
    reviews: Sequence[Review] = (),
) -> str:
    """Writes the report.

    Args:
        questions: The held-out questions.
        answers: Arm → answers.
        scores: Scores of every arm.
        summaries: Summaries of every arm.
        reviews: What people said of answers that are still the same.

    Returns:
        A page in UTF-8 that shows Chinese first and English on a click, without a script; all text from documents,
        questions and answers is escaped.
    """
    conclusion = conclude(summaries, scores, questions)
    against = [arm for arm in (conclusion.baseline, CHAMPION) if arm in answers and CANDIDATE in answers]
    standing = {str(arm): outcomes(scores, (CANDIDATE, str(arm))) for arm in against}
    # A baseline that lacks answers is compared with nothing, but what it said is still worth reading.
    baseline = conclusion.baseline or next((arm for arm in BASELINES if arm in answers), None)
    shown = [arm for arm in (CANDIDATE, baseline, CHAMPION) if arm in answers] or list(answers)[:2]
    said = Said(
        answers={(answer.arm, answer.question_id): answer for arm in answers for answer in answers[arm]},
        scores={(one.arm, one.question_id, one.metric): one for one in scores},
        shown=[str(arm) for arm in shown],
        others=[arm for arm in answers if arm not in shown],
        outcomes=next(iter(standing.values()), {}),
    )
    parts = [
        '<!doctype html>\n<html lang="zh-Hant"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>評測報告 Evaluation</title>',
        f"<style>{STYLE}</style></head><body>",
        *_switches(count(said.outcomes) if said.outcomes else {}),
        f"<main><h1>{both('Evaluation', '評測報告')}</h1>",
        *verdict(conclusion, standing),
        reviewers(reviews, answers, scores),
        f"<h2>{both('Arms', '各組結果')}</h2>",
        *arms_table(summaries, scores),
        *_drawings(questions, answers, said, standing, summaries),
        _lines(summaries, scores, questions),
        *retrieval_table(summaries),
        f"<h2>{both('Question by question', '逐題對照')}</h2>",
        f'<p class="note">{_legend()}</p>',
        *articles(questions, said),
        f"<h2>{both('Metrics', '指標定義')}</h2>",
        *metrics_table(),
        "</main></body></html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _switches(counts: Mapping[Outcome, int]) -> Iterator[str]:
    # Inputs come before everything they switch, since style can only look ahead.
    yield '<input class="switch" type="radio" name="language" id="zh" checked>'
    yield '<input class="switch" type="radio" name="language" id="en">'
    filters = [one for one in OUTCOMES if counts.get(one)]
    if filters:
        yield '<input class="switch" type="radio" name="only" id="only-all" checked>'
    for one in filters:
        yield f'<input class="switch" type="radio" name="only" id="only-{slug(one)}">'
    yield '<nav><span><label for="zh">中文</label> <label for="en">English</label></span>'
    if filters:
        every = both(f"all questions {sum(counts.values())}", f"全部題目 {sum(counts.values())}")
        yield f'<span><label for="only-all">{every}</label>'
        for one in filters:
            english, chinese = OUTCOME_WORDS[one]
            words = both(f"{english} {counts[one]}", f"{chinese} {counts[one]}")
            yield f'<label for="only-{slug(one)}">{words}</label>'
        yield "</span>"
    yield "</nav>"


def _drawings(
    questions: Sequence[Question],
    answers: Mapping[str, Sequence[Answer]],
    said: Said,
    standing: Mapping[str, Mapping[str, Outcome]],
    summaries: Sequence[Summary],
) -> Iterator[str]:
    yield from engines(answers)
    grounded = [(arm_words(arm), _estimate(one)) for arm in answers if (one := find(summaries, arm, "grounded"))]
    yield f"<h3>{both('Right, and the right paragraph cited', '答對且引用正確段落')}</h3>"
    yield bars(grounded, ("Right and cited, by arm, with 95% intervals", "各組答對且引用正確的比率與 95% 信賴區間"))
    if standing:
        yield f"<h3>{both('Before and after tuning', '微調前後')}</h3>"
        rows = {(f"candidate against {arm}", f"候選與 {arm} 相比"): count(found) for arm, found in standing.items()}
        yield before_after(rows, ("Questions fixed and lost", "改善與退步的題數"))
    yield f"<h3>{both('By kind of question', '依題目類型')}</h3>"
    kinds = {KINDS.get(kind, (kind, kind)): found for kind, found in _by_kind(questions, said).items()}
    yield by_kind(kinds, said.shown, ("Right and cited, by kind of question", "依題目類型的答對且引用正確比率"))
    yield from surest({arm: cases_of(questions, answers[arm]) for arm in said.shown})


def _by_kind(questions: Sequence[Question], said: Said) -> dict[str, dict[str, Estimate]]:
    found: dict[str, dict[str, Estimate]] = {}
    for kind in sorted({kind_of(question) for question in questions}):
        asked = [question for question in questions if kind_of(question) == kind]
        for arm in said.shown:
            values = [_grounded(said, arm, question.id) for question in asked]
            if None not in values:
                groups = [question.group for question in asked]
                found.setdefault(kind, {})[arm] = mean([value or 0.0 for value in values], groups)
    return found


def _grounded(said: Said, arm: str, question_id: str) -> float | None:
    score = said.scores.get((arm, question_id, "grounded"))
    return score.value if score else None


def _estimate(summary: Summary) -> Estimate:
    return Estimate(value=summary.value, low=summary.low, high=summary.high, n=summary.n, groups=summary.groups)


def _lines(summaries: Sequence[Summary], scores: Sequence[Score], questions: Sequence[Question]) -> str:
    lines = escape("\n".join(difference_lines(summaries, scores, questions)))
    title = both("All comparisons in figures", "所有比較的數字")
    return f"<details><summary>{title}</summary><pre>{lines}</pre></details>"


def _legend() -> str:
    return both(
        "✓ right and its paragraph cited, ✗ not. Marked: the sentences of the cited paragraph that the answer repeats.",
        "✓ 答對且引用正確段落，✗ 則否。醒目標示：引用段落中與答案相符的句子。",
    )
