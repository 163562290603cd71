import pytest

from eval.judges import JUDGED
from eval.judges.dialogue import Prompt, Said, Unsaid
from eval.judges.licence import Label, Licence, license_judge
from eval.metrics import Case
from tests.eval.judges.fake import Say, answering, guessing, judge_that, perfect, said
from tests.eval.makers import make_answer, make_question

FLOOR = 0.6


def licences(say: Say, *labels: Label, names: tuple[str, ...] = ()) -> dict[str, Licence]:
    metrics = [metric for metric in JUDGED if not names or metric.name in names]
    return {one.metric: one for one in license_judge(judge_that(say), metrics, "h", FLOOR, labels)}


def test_a_judge_that_says_what_people_say_is_licensed_for_everything() -> None:
    found = licences(perfect())
    assert set(found) == {metric.name for metric in JUDGED}
    for licence in found.values():
        assert licence.kappa == 1
        assert licence.low is not None
        assert licence.low > 0.8
        assert licence.granted
        assert licence.reason is None
        assert licence.wrong == ()
        assert (licence.failed, licence.model, licence.prompt_hash) == (0, "fake", "h")


@pytest.mark.parametrize("seed", range(3))
def test_a_judge_that_guesses_is_licensed_for_nothing(seed: int) -> None:
    for licence in licences(guessing(seed)).values():
        assert licence.kappa is not None
        assert abs(licence.kappa) < 0.45
        assert not licence.granted
        assert (licence.reason or "").startswith(f"judge not licensed: κ {licence.kappa:.2f} [")
        assert len(licence.wrong) > 5


@pytest.mark.parametrize("yes", [True, False])
def test_a_judge_that_always_says_the_same_is_licensed_for_nothing(yes: bool) -> None:
    for licence in licences(answering(lambda kind, row: yes)).values():
        assert licence.kappa == pytest.approx(0)
        assert not licence.granted


def test_a_judge_that_talks_or_says_nothing_is_licensed_for_nothing() -> None:
    talk: Say = lambda prompt: Said(text="Well, that depends.")  # noqa: E731
    for say in (talk, lambda prompt: Unsaid(reason="no reply in time")):
        for licence in licences(say).values():
            assert licence.failed == licence.items > 40
            assert licence.kappa is None
            assert licence.reason == "judge not licensed: it told nothing apart"
            assert not licence.granted
            assert {one.judge.partition(":")[0] for one in licence.wrong} == {"judgement failed"}


def test_a_judge_that_misses_one_kind_of_bad_answer_is_not_licensed_for_it() -> None:
    """What an answer adds is what most judges overlook; eight such items of 59 are enough to see it."""
    knows = perfect()

    def say(prompt: Prompt) -> Said | Unsaid:
        overlooked = "簽名" in prompt.user or "加倍" in prompt.user or "三十日" in prompt.user
        return said(reason="", verdict=1) if overlooked and '"expected"' in prompt.user else knows(prompt)

    found = licences(say, names=("judged_right", "faithfulness"))
    assert found["faithfulness"].granted
    assert {one.kind for one in found["judged_right"].wrong} >= {"addition"}
    assert {one.judge for one in found["judged_right"].wrong} == {"yes"}


def labels(count: int, metric: str = "judged_right") -> list[Label]:
    """Returns labels of reviewers that call each second answer right."""
    return [
        Label(
            metric=metric,
            case=Case(
                question=make_question(id=f"Q{place:03}", group=f"g{place}", question=f"第 {place} 題？"),
                answer=make_answer(),
            ),
            yes=place % 2 == 0,
        )
        for place in range(count)
    ]


def agreeing(same: bool) -> Say:
    """Knows the calibration set, and says about reviewed answers what reviewers say, or the opposite."""
    knows = perfect()

    def say(prompt: Prompt) -> Said | Unsaid:
        for label in labels(30):
            if f'"{label.case.question.question}"' in prompt.user:
                return said(reason="", verdict=int(label.yes == same))
        return knows(prompt)

    return say


def test_labels_of_reviewers_count_with_the_calibration_set() -> None:
    found = licences(agreeing(same=True), *labels(10), names=("judged_right",))["judged_right"]
    assert (found.items, found.reviewers, found.granted) == (92, 10, True)


def test_a_judge_that_reviewers_contradict_is_not_licensed_however_well_it_knows_our_own_texts() -> None:
    found = licences(agreeing(same=False), *labels(30), names=("judged_right",))["judged_right"]
    assert not found.granted
    few = licences(agreeing(same=False), *labels(6), names=("judged_right",))["judged_right"]
    assert few.low is not None
    assert few.low > FLOOR, "six labels among 88 would not show"
    assert few.reason == "judge not licensed: with reviewers its κ is -1.00, surely not above 0.6"
    assert [one.kind for one in few.wrong] == ["reviewer"] * 6


def test_a_label_on_what_is_not_asked_is_left_out() -> None:
    refused = Label(
        metric="faithfulness",
        case=Case(question=make_question(), answer=make_answer("所提供的文件沒有這個問題的答案。")),
        yes=True,
    )
    assert licences(perfect(), refused, names=("faithfulness",))["faithfulness"].reviewers == 0
