"""The whole line: it runs, it gives the same bytes twice, and the model is loaded where it is needed alone."""

from pathlib import Path

import pytest

from pipelines.records import Answer, read_records
from tests.corridor.line import ARMS, STAGES, differing, new_data, outputs, run

WITHOUT_A_MODEL = ("ingest", "index", "dataset", "extractive")


def test_documents_become_questions_with_cited_answers_and_the_same_bytes_twice(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        root = new_data(tmp_path / name / "data")
        run(root, WITHOUT_A_MODEL)
        made.append(outputs(root))
    assert differing(*made) == []
    answers = read_records(tmp_path / "one/data/answers/extractive.jsonl", Answer)
    assert any(answer.citations for answer in answers)


def test_running_again_over_what_is_there_gives_the_same_bytes(tmp_path: Path) -> None:
    root = new_data(tmp_path / "data")
    run(root, WITHOUT_A_MODEL)
    before = outputs(root)
    run(root, WITHOUT_A_MODEL)
    assert differing(before, outputs(root)) == []


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_line_from_documents_to_a_verdict_gives_the_same_bytes_twice(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        root = new_data(tmp_path / name / "data")
        said = run(root, tuple(STAGES))
        assert "candidate" in said
        made.append(outputs(root))
    assert differing(*made) == []
    assert {f"answers/{arm}.jsonl" for arm in ARMS} <= set(made[0])
