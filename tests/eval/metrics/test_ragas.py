from pathlib import Path
from typing import Any

import pytest

from eval.metrics.ragas import CONTEXT_PRECISION, CONTEXT_RECALL, STRING_SIMILARITY, _loop
from pipelines.records import Source


def _sources(*keys: Any) -> Any:
    return tuple(Source(key=key, section_id=key, heading="", text="") for key in keys)


def test_similarity_ignores_citations_and_keeps_the_order_of_the_cases(case: Any) -> None:
    same = case("出貨異常須於 24 小時內通報物流部門 [SOP-LOG-001 §4.3]。")
    values = [measured.value for measured in STRING_SIMILARITY.score([same, case("不知道")])]
    assert values[0] == 1.0
    assert 0.0 <= values[1] < 0.5


def test_contexts_are_compared_by_key(case: Any) -> None:
    made = case("24 小時", answered={"sources": _sources("SOP-LOG-001 §4.3", "A", "B", "C")})
    assert CONTEXT_PRECISION.score([made])[0].value == 0.25
    assert CONTEXT_RECALL.score([made])[0].value == 1.0


@pytest.mark.parametrize("changes", [{"answerable": False}, {"answered": {"sources": ()}}])
def test_what_cannot_be_compared_has_a_reason_and_never_nan(case: Any, changes: Any) -> None:
    for metric in (CONTEXT_PRECISION, CONTEXT_RECALL):
        measured = metric.score([case("24 小時", **changes)])[0]
        assert measured.value is None
        assert measured.reason


def test_a_failure_inside_the_library_stays_with_its_row() -> None:
    async def ask(row: Any) -> Any:
        if row["n"] == 1:
            raise ValueError("secret text of a document")
        return float("nan") if row["n"] == 2 else 0.5

    results = _loop(ask, [{"n": 0}, {"n": 1}, {"n": 2}])
    assert [result.value for result in results] == [0.5, None, None]
    assert results[1].reason == "RAGAS failed: ValueError"


def test_the_library_writes_no_user_id(case: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    CONTEXT_RECALL.score([case("24 小時")])
    STRING_SIMILARITY.score([case("24 小時")])
    assert list(tmp_path.iterdir()) == []
