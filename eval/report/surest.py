"""What an arm would get wrong if it refused wherever it is unsure, drawn and said."""

from collections.abc import Iterator, Mapping, Sequence

from eval.metrics.base import Case
from eval.report.charts import risk_by_coverage
from eval.report.words import both
from eval.risk_coverage import aurc, risk_coverage, surest_of

SHARE = 0.8
"""Of the answers: what the sentence under the drawing keeps."""


def surest(cases: Mapping[str, Sequence[Case]]) -> Iterator[str]:
    """Shows whether confidence tells right answers from wrong ones.

    Args:
        cases: Arm → its answers.

    Yields:
        A heading, the drawing, and a sentence an arm in both languages; nothing where no arm has confidences.
    """
    curves = {arm: points for arm, found in cases.items() if (points := risk_coverage(found))}
    if not curves:
        return
    yield f"<h3>{both('If only the surest are answered', '只回答最有把握的題目')}</h3>"
    yield risk_by_coverage(curves, ("Risk by coverage", "風險與作答比率"))
    for arm, points in curves.items():
        total, kept, area = len(cases[arm]), surest_of(points, SHARE), aurc(cases[arm])
        answers, given = round(points[-1].coverage * total), round(kept.coverage * total)
        wrong, interval = points[-1].risk, f"[{area.low:.2f}, {area.high:.2f}]" if area.low is not None else ""
        english = (
            f"{arm}: of its {answers} answers {wrong:.0%} are wrong or cite a wrong paragraph; of the surest {given} "
            f"(confidence at least {kept.confidence:.2f}) {kept.risk:.0%}. Area {area.value:.2f} {interval}; an order "
            f"that says nothing has {wrong:.2f}, the dashed line."
        )
        chinese = (
            f"{arm}：作答 {answers} 題，其中 {wrong:.0%} 答錯或引用錯誤；最有把握的 {given} 題"
            f"（信心值至少 {kept.confidence:.2f}）為 {kept.risk:.0%}。曲線下面積 {area.value:.2f} {interval}；"
            f"毫無資訊的排序為 {wrong:.2f}，即虛線。"
        )
        yield f'<p class="note">{both(english, chinese)}</p>'
