import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from eval.report import report
from eval.report.words import both
from eval.scoring import score_arm
from eval.summaries import summarize_arm
from pipelines.records import Review
from tests.eval.makers import make_answer, make_answers, make_question, make_questions


class _Balance(HTMLParser):
    def __init__(self) -> Any:
        super().__init__()
        self.open = []

    def handle_starttag(self, tag: Any, attrs: Any) -> Any:
        if tag not in {"meta", "input", "rect", "path"}:
            self.open.append(tag)

    def handle_endtag(self, tag: Any) -> Any:
        if tag not in {"rect", "path"}:
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


def test_engines_are_named_and_two_of_them_are_a_warning() -> None:
    questions = make_questions(4, 2)
    here = {arm: make_answers(questions, arm, 0.5) for arm in ("base", "candidate")}
    assert "Answers were written by" not in _report(questions, here), "nothing is said of what no record says"
    here = {arm: [replace(one, engine="transformers", dtype="float32") for one in said] for arm, said in here.items()}
    page = _report(questions, here)
    assert "Answers were written by transformers (float32): base, candidate." in page
    assert "cannot be compared" not in page
    there = {"candidate": [replace(one, engine="<vllm>", dtype=None) for one in here["candidate"]]}
    page = _report(questions, here | there)
    assert "&lt;vllm&gt; (dtype unknown): candidate" in page
    assert "不同引擎或數值格式的各組無法比較" in page


def test_text_of_documents_cannot_become_markup() -> None:
    hostile = "<script>alert(1)</script>"
    questions = [make_question(question=hostile, reference=hostile), make_question(id="Q2", group="g2")]
    answers = {"candidate": [make_answer(hostile), make_answer(question_id="Q2")], "base": [make_answer(arm="base")]}
    page = _report(questions, answers)
    assert hostile not in page
    assert "&lt;script&gt;" in page
    assert "no answer" in page
    assert "沒有作答" in page


def test_retrieval_is_a_table_in_both_languages_where_something_was_retrieved() -> None:
    questions = make_questions(12, 6)
    classes = {one.id: "other_language" for one in questions if one.answerable}
    pages = {}
    for rank in (2, None):
        answers = make_answers(questions, "base", 0.5, golden_rank=rank)
        scores = score_arm(questions, answers, arm="base")
        pages[rank] = report(questions, {"base": answers}, scores, summarize_arm(questions, answers, scores, classes))
    assert f"<h2>{both('Retrieval', '檢索')}</h2>" in pages[2]
    named = both("in another language than the section", "與段落不同語言")
    assert f"<td>{named}</td><td>9</td>" in pages[2]
    assert "檢索</span></h2>" not in pages[None]
    parser = _Balance()
    parser.feed(pages[2])
    assert parser.open == []


def test_every_text_of_ours_is_there_in_both_languages() -> None:
    questions = make_questions(12, 6)
    page = _report(questions, {arm: make_answers(questions, arm, 0.5) for arm in ("base", "candidate")})
    english, chinese = (re.findall(f'class="{one}" lang', page) for one in "ez")
    assert len(english) == len(chinese) > 50
    assert "#zh:checked ~ * .e, #en:checked ~ * .z { display: none; }" in page


def test_a_reader_finds_conclusion_answers_and_the_marked_paragraph() -> None:
    questions = make_questions(12, 6)
    page = _report(questions, {arm: make_answers(questions, arm, 0.5) for arm in ("base", "candidate", "extractive")})
    assert "It cannot be told whether tuning helped" in page
    assert "無法判斷微調是否有幫助" in page
    articles = page.split("<article")[1:]
    assert len(articles) == len(questions)
    quote = "<cite>SOP-LOG-001 §4.3</cite>"
    answered = next(one for one in articles if quote in one and "出貨異常須於 24 小時內通報物流部門。" in one)
    assert "<cite>SOP-LOG-001 §4.3</cite><mark>24 小時內通報。</mark>" in answered
    assert "sources shown (1)" in answered
    assert "other arms" in answered


def test_questions_can_be_filtered_by_outcome_and_only_by_one_that_occurs() -> None:
    questions = make_questions(12, 6)
    right = {arm: make_answers(questions, arm, 1.1) for arm in ("base", "candidate")}
    page = _report(questions, right)
    assert 'id="only-both-right"' in page
    assert 'id="only-regressed"' not in page
    assert page.count('<article class="both-right"') == len(questions)
    alone = _report(questions, {"candidate": right["candidate"]})
    assert 'id="only-all"' not in alone
    assert "Nothing was compared" in alone


def test_a_metric_that_failed_has_no_mean_in_the_report() -> None:
    questions = make_questions(12, 6)
    answers = {"base": make_answers(questions, "base", 0.5), "candidate": make_answers(questions, "candidate", 0.5)[1:]}
    page = _report(questions, answers)
    assert "1 failed: no mean" in page
    assert "Nothing was compared" in page


def test_verdicts_of_people_are_held_against_the_metric() -> None:
    questions = make_questions(4, 2)
    answers = make_answers(questions, "candidate", 1.1)
    scores = score_arm(questions, answers, arm="candidate")
    review = Review(question_id="Q001", arm="candidate", answer_hash="", metric="correctness", value=1.0, who="0")
    reviews = [review, replace(review, value=0.0, who="1"), replace(review, metric="faithfulness")]
    page = report(questions, {"candidate": answers}, scores, summarize_arm(questions, answers, scores), reviews)
    assert "People gave 2 verdicts on these answers; the automatic correctness agrees with 1 of them." in page
