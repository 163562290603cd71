"""The quality benchmark: which questions are drawn, what counts as met, what is read first, and what runs again."""

import json
import subprocess
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.quality import stages
from benchmarks.quality.aims import Aim, aims
from benchmarks.quality.failures import CAUSES, cause_of, counted, to_read, worst_first
from benchmarks.quality.figures import Figures
from benchmarks.quality.line import CHOICES
from benchmarks.quality.page import page, table
from benchmarks.quality.sets import SETS, draw, require, write_sheet
from benchmarks.quality.sheet import bindable
from benchmarks.quality.stages import Stage, StageError, require_known, run, taken
from benchmarks.retrieval.corpora import plain
from eval.metrics import Case
from eval.scoring import cases_of, score_arm
from eval.summaries import summarize_arm
from pipelines.records import Summary
from pipelines.runtime.errors import UserError
from tests.eval.makers import KEY, SKILLS, make_answer, make_answers, make_question, make_questions

OTHER = "SOP-LOG-001 §9"


def article(place: int, paragraphs: int = 3, asked: int = 2) -> dict[str, Any]:
    parts = []
    for part in range(paragraphs):
        qas = [
            {"question": f"{place}-{part}-{turn}?", "answers": [{"text": f"〈{place}-{part}-{turn}〉"}]}
            for turn in range(asked)
        ]
        parts.append({"context": " ".join(one["answers"][0]["text"] for one in qas), "qas": qas})
    return {"title": f"條目 {place}", "paragraphs": parts}


ARTICLES = [article(place) for place in range(20)]


def contexts_kept() -> set[str]:
    ordered = sorted(ARTICLES, key=lambda one: zlib.crc32(one["title"].encode()))
    return {part["context"] for one in ordered[14:] for part in one["paragraphs"]}


def test_only_articles_that_no_adapter_has_seen_are_asked_about() -> None:
    drawn = draw(ARTICLES)
    assert {context for context, _ in drawn.answered} | drawn.gone == contexts_kept()
    assert len(drawn.answered) + len(drawn.unanswerable) == 6 * 3 * 2


def test_a_paragraph_that_was_taken_out_answers_none_of_the_questions() -> None:
    drawn = draw(ARTICLES)
    assert len(drawn.gone) == 6
    assert not drawn.gone & {context for context, _ in drawn.answered}
    missing = {asked["answers"][0]["text"] for asked in drawn.unanswerable}
    there = [part["context"] for one in ARTICLES for part in one["paragraphs"] if part["context"] not in drawn.gone]
    assert not [text for text in there if any(answer in text for answer in missing)]


def test_every_paragraph_is_asked_about_before_any_is_asked_about_twice() -> None:
    drawn = draw(ARTICLES, most=18)
    assert len({context for context, _ in drawn.answered} | drawn.gone) == 18
    assert draw([*reversed(ARTICLES)], most=18) == drawn


def test_an_answer_that_stands_elsewhere_too_keeps_its_paragraph() -> None:
    alike = [article(place) for place in range(20)]
    for one in alike:
        for part in one["paragraphs"]:
            part["qas"][0]["answers"][0]["text"] = "〈"
    assert not draw(alike).gone


def test_missing_corpora_are_all_named(tmp_path: Path) -> None:
    (tmp_path / "tw_law" / "zh").mkdir(parents=True)
    with pytest.raises(UserError) as caught:
        require([*SETS], tmp_path)
    assert str(caught.value) == (
        f"error: 3 of the corpora are not in {tmp_path}\n"
        "  drcd: drcd/DRCD_dev.json\n"
        "  handbook_18f: handbook_18f\n"
        "  tw_law: tw_law/en\n\n"
        "hint: `--corpora PATH` names the folder that holds them, or choose with `--sets sample`"
    )
    require(["sample"], tmp_path)
    with pytest.raises(UserError, match="there is no set laws"):
        require(["laws"], tmp_path)


def test_questions_that_no_section_answers_in_these_words_are_left_out_with_their_reasons(tmp_path: Path) -> None:
    rows = [
        ("出貨異常多久內要通報？", "24 小時", "甲"),
        ("誰核准補發？", "倉儲主管", "甲"),
        ("出貨異常多久內要通報？", "24 小時", "甲"),
        ("盤點多久一次？", "每季", "乙"),
        ("公司的股票代號是多少？", "", ""),
    ]
    sections = [plain("甲", "出貨異常須於 24 小時內通報物流部門。")]
    sheet = write_sheet(tmp_path / "all.csv", rows)
    found = bindable(sheet, sections, tmp_path / "asked.csv")
    assert found.asked == 2
    assert found.left_out == [
        "all.csv:3  甲 says nothing of the answer",
        "all.csv:4  asks what a row above asks already",
        "all.csv:5  no section has the key 乙",
    ]
    written = found.path.read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in written[1:]] == [rows[0][0], rows[4][0]]
    assert bindable(sheet, sections, tmp_path / "asked.csv", most=1).asked == 1


def figures(**skills: float) -> Figures:
    questions = make_questions(48, 24)
    answers = {arm: make_answers(questions, arm, skill) for arm, skill in (SKILLS | skills).items()}
    scores = {arm: score_arm(questions, said, arm=arm) for arm, said in answers.items()}
    return Figures(
        name="laws",
        arms=tuple(answers),
        questions=questions,
        answers=answers,
        scores=[one for found in scores.values() for one in found],
        summaries=[one for arm, found in scores.items() for one in summarize_arm(questions, answers[arm], found)],
        sections=100,
        examples=480,
        training_seconds=900.0,
        verdict="promoted",
        left_out=["questions.csv:3  no answer"],
    )


def summary(arm: str, metric: str, value: float) -> Summary:
    return Summary(
        arm=arm, metric=metric, language="all", value=value, low=value, high=value, n=9, groups=9, unscored=0
    )


def by_name(found: Sequence[Aim]) -> dict[str, str]:
    return {aim.name: aim.word for aim in found}


def test_an_arm_that_is_always_right_meets_every_aim_that_was_measured() -> None:
    words = by_name(aims(figures(candidate=1.0)))
    open_ = {name for name, word in words.items() if word == "not measured"}
    assert open_ == {"follows a changed source", "closed-book excess over the base model"}
    assert {word for name, word in words.items() if name not in open_} == {"met"}


def test_a_worse_arm_misses_what_it_is_worse_in() -> None:
    words = by_name(aims(replace(figures(candidate=0.2), training_seconds=900.5)))
    assert words["grounded, candidate − best baseline"] == "not met"
    assert words["training"] == "not met"
    assert words["refusal F1"] == "not met"
    assert words["hallucination rate at error rate"] == "not met"


@pytest.mark.parametrize(("followed", "excess", "word"), [(0.95, 0.02, "met"), (0.94, 0.03, "not met")])
def test_diagnoses_are_held_against_their_aims(followed: float, excess: float, word: str) -> None:
    made = figures()
    more = [
        summary("candidate_counterfactual", "counterfactual_follow_rate", followed),
        summary("candidate_closed_book", "closed_book_excess", excess),
    ]
    words = by_name(aims(replace(made, summaries=[*made.summaries, *more])))
    assert words["follows a changed source"] == words["closed-book excess over the base model"] == word


def test_one_invented_key_is_one_too_many() -> None:
    made = figures(candidate=1.0)
    first, *rest = made.answers["candidate"]
    answers = {**made.answers, "candidate": [replace(first, invented=("[9]",)), *rest]}
    found = {aim.name: aim for aim in aims(replace(made, answers=answers))}["answers with an invented key"]
    assert (found.found, found.met) == ("1 of 48", False)


def test_without_a_candidate_nothing_of_it_is_measured() -> None:
    made = figures()
    without = {arm: said for arm, said in made.answers.items() if arm != "candidate"}
    kept = [one for one in made.summaries if one.arm != "candidate"]
    scores = [one for one in made.scores if one.arm != "candidate"]
    found = aims(replace(made, answers=without, summaries=kept, scores=scores, training_seconds=None))
    assert {aim.word for aim in found} == {"not measured"}


def case(text: str = f"24 小時內 [{KEY}]。", *, id_: str = "Q001", answerable: bool = True, **changes: Any) -> Case:
    return Case(
        question=make_question(id=id_, answerable=answerable), answer=make_answer(text, question_id=id_, **changes)
    )


REFUSAL = "所提供的文件沒有這個問題的答案。"
FAILED = {
    "invented": case(answerable=False, id_="Q5"),
    "wrong value": case(f"48 小時內 [{KEY}]。", id_="Q4"),
    "wrong key": case(f"24 小時內 [{OTHER}]。", id_="Q3"),
    "not retrieved": case(id_="Q2", text="48 小時內。", sources=(replace(make_answer().sources[0], golden=False),)),
    "wrongly refused": case(REFUSAL, id_="Q1"),
}


def test_each_failure_has_the_cause_that_came_first() -> None:
    assert {name: cause_of(one) for name, one in FAILED.items()} == {name: name for name in FAILED}
    assert cause_of(case()) is cause_of(case(REFUSAL, answerable=False)) is None
    assert counted([*FAILED.values(), case()]) == dict.fromkeys(CAUSES, 1)


def test_the_worst_come_first_and_of_one_cause_the_surest() -> None:
    cases = [*reversed(FAILED.values()), case()]
    assert [cause_of(one) for one in worst_first(cases)] == [*CAUSES]
    wrong = [
        case("48 小時內。", id_="Q1", confidence=None),
        case("48 小時內。", id_="Q3", confidence=-0.5),
        case("48 小時內。", id_="Q4", confidence=-0.1),
        case("48 小時內。", id_="Q2", confidence=-0.5),
    ]
    assert [one.question.id for one in worst_first(wrong)] == ["Q4", "Q2", "Q3", "Q1"]


def test_the_answers_to_read_are_the_worst_and_others_spread_over_the_rest() -> None:
    made = figures(candidate=0.5)
    cases = cases_of(made.questions, made.answers["candidate"])
    worst, others = to_read(cases)
    assert (len(worst), len(others)) == (10, 10)
    ids = [one.question.id for one in (*worst, *others)]
    assert len(set(ids)) == 20
    assert all(cause_of(one) for one in worst)
    assert to_read(cases[:3], worst=5, total=8)[1] == [one for one in cases[:3] if cause_of(one) is None]


def test_the_page_says_everything_that_was_measured_and_what_was_not() -> None:
    text = page([figures()], [], ["drcd: train ended with exit code 1"])
    assert "**Not measured: drcd: train ended with exit code 1**" in text
    for heading in ("## laws", "## Aims", "## Why the candidate's answers fail", "## Answers of the candidate on laws"):
        assert f"\n{heading}\n" in text
    assert "48 questions, 1 more could not be asked" in text
    assert "- questions.csv:3  no answer" in text
    assert text.count("   - expected: ") == 20
    assert table(["a"], [["x|y"]]) == "| a |\n| --- |\n| x\\|y |"


def test_each_stage_is_told_only_what_it_knows_and_nothing_is_told_to_nobody() -> None:
    overrides = ("model=smollm2_135m", "debug=small", "train.epochs=2", "corpus.name=x")
    assert taken(overrides, "train") == ("model=smollm2_135m", "debug=small", "train.epochs=2")
    assert taken(overrides, "ingest") == ("debug=small", "corpus.name=x")
    require_known(overrides)
    with pytest.raises(UserError, match=r"no stage knows `trian\.epochs=2`"):
        require_known(("trian.epochs=2",))
    with pytest.raises(UserError, match=r"unknown key `train\.epoch`"):
        require_known(("train.epoch=2",))


def test_a_stage_runs_again_only_where_something_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    (tmp_path / "in").write_text("1", encoding="utf-8")

    def instead(command: Sequence[str], **_: Any) -> SimpleNamespace:
        ran.append(" ".join(command[2:]))
        (tmp_path / "out").mkdir(exist_ok=True)
        (tmp_path / "out" / "made").write_text("2", encoding="utf-8")
        (tmp_path / "out" / "manifest.json").write_text(json.dumps(len(ran)), encoding="utf-8")
        return SimpleNamespace(returncode=len(ran) // 5)

    monkeypatch.setattr(subprocess, "run", instead)
    stage = Stage(module="index", overrides=(), inputs=(tmp_path / "in",), output=tmp_path / "out")
    assert [run(stage, tmp_path / "done").kept for _ in range(2)] == [False, True]
    changed = replace(stage, overrides=("retrieval.sources=4",))
    assert [run(changed, tmp_path / "done").kept for _ in range(2)] == [False, True]
    (tmp_path / "in").write_text("3", encoding="utf-8")
    assert [run(changed, tmp_path / "done").kept for _ in range(2)] == [False, True]
    (tmp_path / "out" / "made").write_text("altered", encoding="utf-8")
    assert [run(changed, tmp_path / "done").kept for _ in range(2)] == [False, True]
    assert ran[:2] == ["pipelines.index", "pipelines.index retrieval.sources=4"]
    (tmp_path / "in").write_text("4", encoding="utf-8")
    with pytest.raises(StageError, match="index ended with exit code 1"):
        run(changed, tmp_path / "done")


def test_a_failed_stage_is_not_taken_for_one_that_ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=2))
    stage = Stage(module="index", overrides=(), inputs=(), output=tmp_path / "out")
    for _ in range(2):
        with pytest.raises(StageError):
            run(stage, tmp_path / "done")


def test_every_stage_stands_on_code_that_dvc_names() -> None:
    for module in stages.STAGES[:-1]:
        assert None not in stages._code(module)
        assert stages._code(module)


def test_the_arms_are_those_of_the_product_without_the_champion() -> None:
    assert CHOICES["retrieved"] == ("extractive", "base_few_shot", "base", "candidate")
    assert len(CHOICES["all"]) == 12
