"""Our Chinese prompts against the library they stand in for."""

import importlib
from typing import Any

import pytest

from eval.judges.identity import prompt_hash
from eval.judges.prompts import SYSTEM, chinese, escaped, right, zh
from eval.metrics.statements import statements
from pipelines.language.simplified import one_to_one

MODULES = {
    "StatementGeneratorPrompt": "faithfulness",
    "NLIStatementPrompt": "faithfulness",
    "ClaimDecompositionPrompt": "factual_correctness",
    "AnswerRelevancePrompt": "answer_relevancy",
    "ContextPrecisionPrompt": "context_precision",
    "ContextRecallPrompt": "context_recall",
}


def library(name: str) -> Any:
    return getattr(importlib.import_module(f"ragas.metrics.collections.{MODULES[name]}.util"), name)


def test_there_is_one_for_each_of_the_library_that_is_used() -> None:
    assert set(zh.PROMPTS) == set(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_have_the_form_that_the_library_reads(name: str) -> None:
    prompt = library(name)
    for before, after in chinese(name).examples:
        assert set(before) <= set(prompt.input_model.model_fields)
        assert prompt.output_model.model_validate(after).model_dump() == after


@pytest.mark.parametrize("name", MODULES)
def test_they_are_traditional_chinese_and_name_every_field_that_is_to_come_back(name: str) -> None:
    shape = chinese(name)
    assert one_to_one(shape.task) == shape.task
    for field in library(name).output_model.model_fields:
        if field not in ("statements", "reason"):
            assert f'"{field}"' in shape.task + str(shape.examples).replace("'", '"')


def test_examples_show_as_many_verdicts_as_statements() -> None:
    for before, after in zh.PROMPTS["NLIStatementPrompt"][1]:
        assert [one["statement"] for one in after["statements"]] == before["statements"]
        assert {one["verdict"] for one in after["statements"]} == {0, 1}
    for before, after in zh.PROMPTS["ContextRecallPrompt"][1]:
        assert "".join(one["statement"] for one in after["classifications"]) == before["answer"]
        assert len(after["classifications"]) == len(statements(before["answer"]))


def test_a_prompt_ends_with_its_input_as_json_on_one_line() -> None:
    made = chinese("ContextPrecisionPrompt").render({"question": "問？", "context": '有"引號"\n兩行', "answer": "答"})
    assert made.endswith('輸入：{"question": "問？", "context": "有\\"引號\\"\\n兩行", "answer": "答"}\n輸出：')


def test_the_hash_is_another_one_for_other_words_and_another_embedder(monkeypatch: pytest.MonkeyPatch) -> None:
    first = prompt_hash()
    assert prompt_hash() == first
    assert len({first, prompt_hash("e5"), prompt_hash(held_to_form=True)}) == 3
    monkeypatch.setitem(SYSTEM, "zh", SYSTEM["zh"] + "。")
    second = prompt_hash()
    monkeypatch.setitem(right._TASK, "en", "Is it right?\n")
    assert len({first, second, prompt_hash()}) == 3


def test_the_hash_changes_with_the_prompts_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    first = prompt_hash()
    monkeypatch.setattr(library("NLIStatementPrompt"), "instruction", "Judge.")
    assert prompt_hash() != first


def test_what_opens_a_turn_is_broken_and_keeps_its_place() -> None:
    text = "a <|eot_id|> [INST] </think> <b> 3 < 5 [1]"
    assert escaped(text) == "a ＜|eot_id|> ［INST] ＜/think> ＜b> 3 < 5 [1]"
    assert len(escaped(text)) == len(text)
