"""The report: one HTML file that needs nothing beside it, for people who were not there."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from eval.chart import bars
from eval.comparison import best_baseline
from eval.metrics import METRICS
from eval.summaries import LANGUAGES, find
from eval.table import COLUMNS, RETRIEVAL, cell, difference_lines, retrieval_rows
from pipelines.records import Answer, Question, Score, Summary

STYLE = """
body { font: 15px/1.5 system-ui, "Noto Sans TC", "PingFang TC", "Microsoft JhengHei", sans-serif; margin: 2rem auto;
  max-width: 76rem; padding: 0 1rem; color: #1b1f24; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; } caption { text-align: left; color: #57606a; }
th, td { border-bottom: 1px solid #d8dee4; padding: .35rem .5rem; text-align: left; vertical-align: top; }
.yes { color: #116329; } .no { color: #a40e26; } small { color: #57606a; } pre { white-space: pre-wrap; }
"""

CLASS_NAMES = {
    "codes": "names a code or number 提到代號或數字",
    "other_language": "in another language than the section 與段落不同語言",
    "same_words": "in the section's words 用段落的字詞",
    "paraphrase": "in other words 換句話說",
    "zh": "zh 中文",
    "en": "en 英文",
    "all": "all 全部",
}


def report(
    questions: Sequence[Question],
    answers: Mapping[str, Sequence[Answer]],
    scores: Sequence[Score],
    summaries: Sequence[Summary],
) -> str:
    """Writes the report.

    Args:
        questions: The held-out questions.
        answers: Arm → answers.
        scores: Scores of every arm.
        summaries: Summaries of every arm.

    Returns:
        A page in UTF-8; all text from documents, questions and answers is escaped.
    """
    parts = [
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Evaluation</title>',
        f"<style>{STYLE}</style></head><body>\n<h1>Evaluation 評測報告</h1>",
        "<h2>Arms 各組結果</h2>",
        *_arms(summaries),
        bars([one for arm in answers if (one := find(summaries, arm, "grounded"))]),
        f"<pre>{escape(chr(10).join(difference_lines(summaries, scores, questions)))}</pre>",
        *_retrieval(summaries),
        "<h2>Questions 逐題對照</h2>",
        *_questions(questions, answers, scores, summaries),
        "<h2>Metrics 指標定義</h2>",
        *_metrics(),
        "</body></html>\n",
    ]
    return "\n".join(parts)


def _arms(summaries: Sequence[Summary]) -> Iterator[str]:
    yield "<table><caption>95% intervals, clustered by group 以群組計算的 95% 信賴區間</caption>"
    yield _row("th", ["arm", "language", "n", "groups", *(title for _, title in COLUMNS)])
    for arm in dict.fromkeys(summary.arm for summary in summaries):
        for language in LANGUAGES:
            found = [find(summaries, arm, metric, language) for metric, _ in COLUMNS]
            first = found[0]
            if first is not None:
                cells = [cell(one.value, one.low, one.high) if one else "–" for one in found]
                yield _row("td", [arm, language, str(first.n), str(first.groups), *cells])
    yield "</table>"


def _retrieval(summaries: Sequence[Summary]) -> Iterator[str]:
    titles, *rows = retrieval_rows(summaries) or [[]]
    if rows:
        caption = f"{RETRIEVAL} 可回答的題目中，答案段落排在檢索結果前 1、3、5、10 名的比率，附 95% 信賴區間"
        yield f"<h2>Retrieval 檢索</h2><table><caption>{caption}</caption>"
        yield _row("th", titles)
        yield from (_row("td", [CLASS_NAMES.get(kind, kind), *cells]) for kind, *cells in rows)
        yield "</table>"


def _questions(
    questions: Sequence[Question],
    answers: Mapping[str, Sequence[Answer]],
    scores: Sequence[Score],
    summaries: Sequence[Summary],
) -> Iterator[str]:
    arms = [arm for arm in (best_baseline(summaries), "candidate") if arm is not None and arm in answers]
    said = {(answer.arm, answer.question_id): answer for arm in arms for answer in answers[arm]}
    grounded = {(one.arm, one.question_id): one.value for one in scores if one.metric == "grounded"}
    yield "<table><caption>✓ grounded 有依據；✗ not grounded 無依據</caption>"
    yield _row("th", ["question 題目", "reference 參考答案", *arms, "sources shown 出示的段落"])
    for question in questions:
        cells = [
            f"{escape(question.question)}<br><small>{escape(question.id)} · {escape(question.group)}</small>",
            f"{escape(question.reference)}<br><small>{escape(' · '.join(question.golden_keys))}</small>",
        ]
        cells += [_answer(said.get((arm, question.id)), grounded.get((arm, question.id))) for arm in arms]
        cells.append(_sources(said.get((arms[-1], question.id)) if arms else None))
        yield "<tr>" + "".join(f"<td>{one}</td>" for one in cells) + "</tr>"
    yield "</table>"


def _answer(answer: Answer | None, grounded: float | None) -> str:
    if answer is None or grounded is None:
        return "<small>no answer 沒有作答</small>"
    mark = '<b class="yes">✓</b>' if grounded else '<b class="no">✗</b>'
    cut = " <small>cut at the limit 已截斷</small>" if answer.finish_reason == "length" else ""
    return f"{mark} {escape(answer.text)}{cut}"


def _sources(answer: Answer | None) -> str:
    if answer is None:
        return ""
    stars = {True: "★ ", False: ""}
    return "".join(
        f"<details><summary>{stars[source.golden]}{escape(source.key)}</summary>{escape(source.text)}</details>"
        for source in answer.sources
    )


def _metrics() -> Iterator[str]:
    yield "<table>" + _row("th", ["metric", "better", "range", "definition"])
    for metric in METRICS:
        yield _row("td", [metric.name, metric.direction, f"{metric.low:g} to {metric.high:g}", metric.source])
    yield "</table>"


def _row(tag: str, cells: Sequence[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(text)}</{tag}>" for text in cells) + "</tr>"
