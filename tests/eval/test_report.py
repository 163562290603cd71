from html.parser import HTMLParser
from typing import Any

from eval.chart import bars
from eval.report import report
from eval.scoring import score_arm
from eval.summaries import find, summarize_arm
from tests.eval.makers import make_answer, make_answers, make_question, make_questions


class _Balance(HTMLParser):
    def __init__(self) -> Any:
        super().__init__()
        self.open = []

    def handle_starttag(self, tag: Any, attrs: Any) -> Any:
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: Any) -> Any:
        assert self.open.pop() == tag


def _report(questions: Any, answers: Any) -> Any:
    scores, summaries = [], []
    for arm, said in answers.items():
        found = score_arm(questions, said, arm=arm)
        scores += found
        summaries += summarize_arm(questions, said, found)
    return report(questions, answers, scores, summaries)


def test_the_report_is_one_closed_page_in_utf_8_that_fetches_nothing() -> None:
    questions = make_questions(12, 6)
    page = _report(questions, {arm: make_answers(questions, arm, 0.5) for arm in ("base", "candidate")})
    parser = _Balance()
    parser.feed(page)
    assert parser.open == []
    assert '<meta charset="utf-8">' in page
    assert "src=" not in page
    assert "href=" not in page
    assert all(question.id in page for question in questions)


def test_text_of_documents_cannot_become_markup() -> None:
    hostile = "<script>alert(1)</script>"
    questions = [make_question(question=hostile, reference=hostile), make_question(id="Q2", group="g2")]
    answers = {"candidate": [make_answer(hostile), make_answer(question_id="Q2")], "base": [make_answer(arm="base")]}
    page = _report(questions, answers)
    assert hostile not in page
    assert "&lt;script&gt;" in page
    assert "no answer" in page


def test_a_bar_is_as_long_as_its_value() -> None:
    questions = make_questions(12, 6)
    answers = make_answers(questions, "base", 1.1)
    summary = find(summarize_arm(questions, answers, score_arm(questions, answers, arm="base")), "base", "grounded")
    assert 'width="520.0"' in bars([summary])
    assert bars([]) == ""


def test_retrieval_is_a_table_in_both_languages_where_something_was_retrieved() -> None:
    questions = make_questions(12, 6)
    classes = {one.id: "other_language" for one in questions if one.answerable}
    pages = {}
    for rank in (2, None):
        answers = make_answers(questions, "base", 0.5, golden_rank=rank)
        scores = score_arm(questions, answers, arm="base")
        pages[rank] = report(questions, {"base": answers}, scores, summarize_arm(questions, answers, scores, classes))
    assert "<h2>Retrieval 檢索</h2>" in pages[2]
    assert "<td>in another language than the section 與段落不同語言</td><td>9</td>" in pages[2]
    assert "檢索</h2>" not in pages[None]
    parser = _Balance()
    parser.feed(pages[2])
    assert parser.open == []
