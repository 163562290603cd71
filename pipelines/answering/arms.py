"""What is compared: each arm is a writer of answers and a way of choosing the sources it is shown."""

from dataclasses import dataclass
from typing import Literal

from pipelines.runtime.errors import UserError, did_you_mean

Weights = Literal["none", "base", "candidate", "champion"]
Shown = Literal["retrieved", "golden", "distractors", "counterfactual", "closed_book"]

DIAGNOSES: tuple[Shown, ...] = ("golden", "distractors", "counterfactual", "closed_book")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One thing under comparison."""

    name: str
    model: Weights
    """What writes the answers; `none`: the best sentence is copied out."""
    sources: Shown = "retrieved"
    few_shot: bool = False
    """True where worked examples stand in the prompt."""


_RETRIEVED = (
    Arm(name="extractive", model="none"),
    Arm(name="base_few_shot", model="base", few_shot=True),
    Arm(name="base", model="base"),
    Arm(name="candidate", model="candidate"),
    Arm(name="champion", model="champion"),
    # Answered only where it is asked for: it shows how much of a difference is repetition.
    Arm(name="candidate_repeat", model="candidate"),
)
_DIAGNOSED: tuple[Weights, ...] = ("base", "candidate")

ARMS: dict[str, Arm] = {arm.name: arm for arm in _RETRIEVED} | {
    f"{model}_{sources}": Arm(name=f"{model}_{sources}", model=model, sources=sources)
    for model in _DIAGNOSED
    for sources in DIAGNOSES
}


def arm_named(name: str) -> Arm:
    """Returns the arm of a name.

    >>> arm_named("candidate_golden").sources
    'golden'

    Raises:
        UserError: There is no such arm; names the arms and the nearest one.
    """
    if name not in ARMS:
        raise UserError(
            f"there is no arm `{name}`" if name else "no arm is named",
            details=[f"arms: {', '.join(ARMS)}"],
            hint=did_you_mean(name, ARMS) or "name one: `python -m pipelines.answer arm=candidate`",
        )
    return ARMS[name]
