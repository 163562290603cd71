"""The arms that are compared."""

import pytest

from pipelines.answering.arms import ARMS, arm_named
from pipelines.answering.config import ArmsConfig
from pipelines.runtime.errors import UserError


def test_every_arm_is_filed_under_its_own_name() -> None:
    assert all(arm.name == name for name, arm in ARMS.items())


def test_base_and_candidate_differ_in_their_adapter_alone() -> None:
    base, candidate = ARMS["base"], ARMS["candidate"]
    assert (base.sources, base.few_shot) == (candidate.sources, candidate.few_shot) == ("retrieved", False)


def test_both_are_diagnosed_in_every_way() -> None:
    diagnosed = {(arm.model, arm.sources) for arm in ARMS.values() if arm.sources != "retrieved"}
    ways = {"golden", "distractors", "counterfactual", "closed_book"}
    assert diagnosed == {(model, way) for model in ("base", "candidate") for way in ways}


def test_the_arms_of_a_run_are_arms() -> None:
    assert set(ArmsConfig().names) <= set(ARMS)


def test_an_unknown_arm_names_the_nearest_one() -> None:
    with pytest.raises(UserError) as caught:
        arm_named("candidat")
    assert caught.value.hint == "did you mean `candidate`?"
