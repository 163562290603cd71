"""Each question with the expected answer, what every arm said, and the paragraph it stands on, side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from eval.outcomes import Outcome
from eval.report.highlight import marked
from eval.report.style import slug
from eval.report.words import KINDS, OUTCOME_WORDS, UNANSWERABLE, arm_words, both
from eval.scoring import failed
from pipelines.language.citations import without_citations
from pipelines.records import Answer, Question, Score, Source

BESIDE = ("correctness", "citation_f1")
"""Shown below each answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the arms said and what it was worth."""

    answers: Mapping[tuple[str, str], Answer]
    """(arm, question id) → answer."""
    scores: Mapping[tuple[str, str, str], Score]
    """(arm, question id, metric) → score."""
    shown: Sequence[str]
    """Arms side by side, in order."""
    others: Sequence[str]
    """Arms that open on a click."""
    outcomes: Mapping[str, Outcome]
    """Question id → how the candidate stands against the best baseline."""


def kind_of(question: Question) -> str:
    """Returns the kind a question is counted under: its origin, or that the documents do not answer it."""
    return question.origin if question.answerable else UNANSWERABLE


def articles(questions: Sequence[Question], said: Said) -> Iterator[str]:
    """Yields an article a question, in the order of the questions."""
    for question in questions:
        outcome = said.outcomes.get(question.id)
        kind = both(*KINDS.get(kind_of(question), (kind_of(question),) * 2))
        badge = f'<span class="badge">{both(*OUTCOME_WORDS[outcome])}</span>' if outcome else ""
        yield f'<article class="{slug(outcome) if outcome else "alone"}">'
        yield f"<h3>{escape(question.question)}{badge}</h3><small>{escape(question.id)} · {kind}</small>"
        yield '<div class="side">'
        yield _expected(question)
        for arm in said.shown:
            yield _answer(arm, question, said)
        yield "</div>"
        yield from _more(question, said)
        yield "</article>"


def _expected(question: Question) -> str:
    keys = escape(" · ".join(question.golden_keys)) or both("no paragraph answers it", "沒有段落回答此題")
    title = both("expected answer", "預期答案")
    return f"<section><h4>{title}</h4><p>{escape(question.reference)}</p><small>{keys}</small></section>"


def _answer(arm: str, question: Question, said: Said) -> str:
    answer = said.answers.get((arm, question.id))
    score = said.scores.get((arm, question.id, "grounded"))
    name = both(*arm_words(arm))
    if answer is None or score is None:
        return f'<section><h4>{name}</h4><p class="missing">{both("no answer", "沒有作答")}</p></section>'
    look, mark = ("", "?") if score.value is None else ("yes", "✓") if score.value else ("no", "✗")
    cut = f' <small class="missing">{both("cut at the limit", "已截斷")}</small>'
    tail = cut if answer.finish_reason == "length" else ""
    plain = without_citations(answer.text)
    cited = [source for source in answer.sources if source.key in answer.citations]
    quotes = "".join(
        f"<blockquote><cite>{escape(source.key)}</cite>{marked(source.text, plain)}</blockquote>" for source in cited
    )
    values = " · ".join(_value(said.scores.get((arm, question.id, metric)), metric) for metric in BESIDE)
    return (
        f'<section class="{look}"><h4>{mark} {name}</h4><p>{escape(answer.text)}{tail}</p>'
        f"{quotes}<small>{values}</small></section>"
    )


def _value(score: Score | None, metric: str) -> str:
    if score is None or score.value is None:
        lost = score is not None and failed(score)
        return f"{escape(metric)} {both('failed', '評分失敗') if lost else '–'}"
    return f"{escape(metric)} {score.value:.2f}"


def _more(question: Question, said: Said) -> Iterator[str]:
    answers = [one for arm in said.shown if (one := said.answers.get((arm, question.id)))]
    if answers:
        sources = list(
            {source.section_id: source for answer in reversed(answers) for source in answer.sources}.values()
        )
        title = both(f"sources shown ({len(sources)})", f"出示的段落（{len(sources)}）")
        yield f"<details><summary>{title}</summary><div>{''.join(map(_source, sources))}</div></details>"
    others = [(arm, one) for arm in said.others if (one := said.answers.get((arm, question.id)))]
    if others:
        said_too = "".join(f"<p><b>{escape(arm)}</b> {escape(one.text)}</p>" for arm, one in others)
        yield f"<details><summary>{both('other arms', '其他組別')}</summary><div>{said_too}</div></details>"


def _source(source: Source) -> str:
    star = f"★ {both('holds the answer', '含答案')} · " if source.golden else ""
    heading = f" <small>{escape(source.heading)}</small>" if source.heading else ""
    return f"<details><summary>{star}{escape(source.key)}{heading}</summary><div>{escape(source.text)}</div></details>"
