import pytest

from benchmarks.score_speed import main, unique_cases


def test_no_cache_of_an_earlier_text_can_help() -> None:
    cases = [*unique_cases(600), *unique_cases(600, start=600)]
    questions = {case.question.question for case in cases}
    said = {case.answer.text for case in cases if not case.answer.refused}
    assert len(questions) == len({case.question.id for case in cases}) == 1200
    assert len(said) == sum(not case.answer.refused for case in cases)


def test_it_prints_questions_a_second(capsys: pytest.CaptureFixture[str]) -> None:
    main(30)
    printed = capsys.readouterr().out
    assert "30 questions" in printed
    assert "questions/s" in printed
