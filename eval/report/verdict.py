"""The first thing a reader sees: what the comparison comes to, in a sentence and its figures."""

from collections.abc import Iterator, Mapping, Sequence

from eval.conclusion import Conclusion
from eval.outcomes import OUTCOMES, RIGHT, Outcome, count
from eval.report.words import OUTCOME_WORDS, arm_words, both
from eval.statistics import Paired, chance
from pipelines.records import Answer, Review, Score

WORDS = {
    "better": (
        "Tuning helped: the candidate is better than {english}.",
        "微調有幫助：候選模型優於 {chinese}。",
    ),
    "worse": (
        "Tuning did harm: the candidate is worse than {english}.",
        "微調有害：候選模型不如 {chinese}。",
    ),
    "unclear": (
        "It cannot be told whether tuning helped: the candidate and {english} are too close for this many questions.",
        "無法判斷微調是否有幫助：以目前的題數，候選模型與 {chinese} 的差異看不清楚。",
    ),
    "not compared": (
        "Nothing was compared: a scored candidate and a scored baseline are needed.",
        "沒有可比較的對象：需要已評分的候選模型與已評分的基準。",
    ),
}


def verdict(conclusion: Conclusion, standing: Mapping[str, Mapping[str, Outcome]]) -> Iterator[str]:
    """Writes the conclusion.

    Args:
        conclusion: How the candidate stands against the best baseline.
        standing: Arm that the candidate is compared with → question id → outcome.

    Yields:
        Markup: the sentence, its figures, and how many questions were fixed and lost.
    """
    names = arm_words(conclusion.baseline or "")
    english, chinese = WORDS[conclusion.word]
    yield f'<div class="verdict {conclusion.word.replace(" ", "-")}">'
    said = both(english.format(english=names[0]), chinese.format(chinese=names[1]))
    yield f"<p><b>{said}</b></p>"
    if conclusion.difference is not None:
        yield f"<p>{_figures(conclusion.difference)}</p>"
    for arm, found in standing.items():
        yield f"<p>{_counts(arm, count(found))}</p>"
    gate = both(
        "Whether it may be put into service is decided by the gate, not by this page.",
        "能否上線由把關程序決定，而非本頁。",
    )
    yield f"<p><small>{gate} <code>python -m pipelines.promote</code></small></p></div>"


def reviewers(reviews: Sequence[Review], answers: Mapping[str, Sequence[Answer]], scores: Sequence[Score]) -> str:
    """Says how often the automatic correctness agrees with what people said of the same answers.

    Args:
        reviews: What people said.
        answers: Arm → the answers of today, with their hashes checked by the caller.
        scores: Scores of all arms.

    Returns:
        A sentence in both languages; an empty text where nobody said anything about an answer that was scored.
    """
    there = {(arm, answer.question_id) for arm, said in answers.items() for answer in said}
    values = {(one.arm, one.question_id): one.value for one in scores if one.metric == "correctness"}
    pairs = [
        (bool(review.value), value >= RIGHT)
        for review in reviews
        if review.metric == "correctness" and (review.arm, review.question_id) in there
        for value in [values.get((review.arm, review.question_id))]
        if value is not None
    ]
    if not pairs:
        return ""
    equal = sum(person == metric for person, metric in pairs)
    said = both(
        f"People gave {len(pairs)} verdicts on these answers; the automatic correctness agrees with {equal} of them.",
        f"人工對這些答案作了 {len(pairs)} 次判定，自動正確度與其中 {equal} 次一致。",
    )
    return f"<p>{said}</p>"


def _figures(found: Paired) -> str:
    value, low, high = (100 * one for one in (found.value, found.low, found.high))
    more = ("more", "多") if value > 0 else ("fewer", "少")
    seen = f"{100 * found.smallest_detectable:.0f}"
    english = (
        f"Out of 100 questions it gets {abs(value):.0f} {more[0]} right (95% interval {low:+.0f} to {high:+.0f}, "
        f"{chance(found.p_value)}). "
        f"{found.n} questions from {found.groups} places in the documents can show a difference of about {seen}."
    )
    chinese = (
        f"每 100 題約{more[1]}答對 {abs(value):.0f} 題（95% 信賴區間 {low:+.0f} 至 {high:+.0f}，"
        f"{chance(found.p_value)}）。"
        f"本次 {found.n} 題、出自文件 {found.groups} 處，約可看出 {seen} 題以上的差異。"
    )
    if found.more_questions:
        english += f" About {found.more_questions:,} more questions would be needed to tell."
        chinese += f"要看清楚約需再增加 {found.more_questions:,} 題。"
    return both(english, chinese)


def _counts(arm: str, counts: Mapping[Outcome, int]) -> str:
    shown = [one for one in OUTCOMES if counts[one]]
    english = ", ".join(f"{OUTCOME_WORDS[one][0]} {counts[one]}" for one in shown)
    chinese = "、".join(f"{OUTCOME_WORDS[one][1]} {counts[one]} 題" for one in shown)
    return both(f"Against {arm}: {english}.", f"與 {arm} 相比：{chinese}。")
