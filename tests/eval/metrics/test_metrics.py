import math
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.metrics import METRICS, PRIMARY, Case

ODD = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "[]",
            "[][[]]",
            "[[",
            "］［",
            "nan",
            "NaN NaN",
            "inf",
            "-0",
            "🙂🙂",
            "。",
            "1e999",
            "…",
            "\x00",
            "第",
            "零",
        ]
    ),
    st.text(max_size=60),
    st.text(alphabet="零一二三四五六七八九十百千萬0123456789.,年月日時分%元$[] ", max_size=60),
    st.integers(1, 3000).map(lambda n: "很長的答案 24 小時 " * n),
)


def test_metrics_have_unique_names_a_source_and_a_range() -> None:
    assert len({metric.name for metric in METRICS}) == len(METRICS)
    assert METRICS[0].name == PRIMARY
    assert all(metric.source and metric.low < metric.high for metric in METRICS)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ODD, piece=ODD, flags=st.tuples(st.booleans(), st.booleans(), st.booleans()))
def test_odd_answers_never_raise_and_stay_in_range(
    question: Any, answer: Any, text: str, piece: str, flags: tuple[bool, bool, bool]
) -> None:
    answerable, refused, has_sources = flags
    made = answer(text, refused=refused, **({} if has_sources else {"sources": ()}))
    asked = question(values=(piece,), reference=piece, answerable=answerable)
    for metric in METRICS:
        measured = metric.score([Case(question=asked, answer=made)])[0]
        if measured.value is None:
            assert measured.reason, metric.name
        else:
            assert math.isfinite(measured.value), metric.name
            assert metric.low <= measured.value <= metric.high, metric.name
