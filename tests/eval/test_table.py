from io import StringIO
from typing import Any

from rich.console import Console

from eval.scoring import score_arm
from eval.summaries import summarize_arm
from eval.table import cell, final_table, retrieval_rows, retrieval_table
from tests.eval.makers import SKILLS, make_answers, make_questions

ARMS = tuple(SKILLS)
QUESTIONS = make_questions(48, 24)


def _scored(arms: Any = ARMS) -> Any:
    scores, summaries = [], []
    for arm in arms:
        answers = make_answers(QUESTIONS, arm, SKILLS[arm])
        found = score_arm(QUESTIONS, answers, arm=arm)
        scores += found
        summaries += summarize_arm(QUESTIONS, answers, found)
    return scores, summaries


def _printed(summaries: Any, width: Any = 120) -> Any:
    console = Console(width=width, record=True, file=StringIO())
    console.print(final_table(summaries, QUESTIONS))
    return console.export_text()


def test_the_table_has_every_arm_and_language_and_fits_120_columns() -> None:
    text = _printed(_scored()[1])
    assert "…" not in text
    for arm in SKILLS:
        assert [line.split()[1] for line in text.splitlines() if line.strip().startswith(f"{arm} ")] == [
            "zh",
            "en",
            "all",
        ]
    assert "Ideal answered ratio: zh .75, en .75, all .75." in text


def test_a_missing_value_is_a_dash_and_a_whole_one_keeps_its_digit() -> None:
    assert (cell(None), cell(1.0), cell(0.0, 0.0, 0.126)) == ("–", "1.0", ".00 [.00, .13]")


def _retrieved(**changes: Any) -> Any:
    answers = make_answers(QUESTIONS, "base", 0.5, **changes)
    classes = {one.id: "codes" if one.language == "zh" else "other_language" for one in QUESTIONS if one.answerable}
    scores = score_arm(QUESTIONS, answers, arm="base")
    return summarize_arm(QUESTIONS, answers, scores, classes)


def test_retrieval_has_a_row_a_kind_of_question_and_a_column_a_depth() -> None:
    titles, *rows = retrieval_rows(_retrieved(golden_rank=4))
    assert titles == ["questions", "n", "groups", "at 1", "at 3", "at 5", "at 10"]
    assert [row[0] for row in rows] == ["codes", "other_language", "zh", "en", "all"]
    assert rows[-1][1:3] == ["36", "18"]
    assert [share.split()[0] for share in rows[-1][3:]] == [".00", ".00", "1.0", "1.0"]


def test_the_table_of_retrieval_is_printed_once_and_fits_100_columns() -> None:
    console = Console(width=100, record=True, file=StringIO())
    console.print(retrieval_table(_retrieved(golden_rank=1)))
    text = console.export_text()
    assert "…" not in text
    assert text.count("codes") == 1
    assert "Answerable questions whose golden section is among the first" in text


def test_without_anything_retrieved_there_is_no_table_of_retrieval() -> None:
    assert retrieval_rows(_retrieved()) == []
    assert retrieval_table([]) is None
