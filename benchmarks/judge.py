"""What it takes to be licensed as a judge: `python -m benchmarks.judge`.

How far comparing words gets on the calibration set, with its best threshold chosen on the set itself, and how often a
judge that is right with a fixed probability is licensed, over 200 draws.
"""

import random
import re
from collections import Counter
from collections.abc import Callable
from functools import partial

from rich.console import Console

from eval.judges import JUDGED
from eval.judges.agreement import Agreement, Verdict, agreement
from eval.judges.calibration import Item, calibration

console = Console(highlight=False, width=120)
FLOOR = 0.6
DRAWS = 200
SKILLS = (0.8, 0.85, 0.9, 0.93, 0.95, 0.97)


def pieces(text: str) -> set[str]:
    """Returns Western words and pairs of Chinese characters."""
    han = re.sub(r"[^\u4e00-\u9fff]", "", text)
    return set(re.findall(r"[a-z0-9]+", text.lower())) | {han[place : place + 2] for place in range(len(han) - 1)}


def likeness(item: Item) -> float:
    """Returns the F1 of the pieces of an answer and its reference."""
    said, expected = pieces(item.case.answer.text), pieces(item.case.question.reference)
    return 2 * len(said & expected) / max(1, len(said) + len(expected))


def support(item: Item) -> float:
    """Returns the share of an answer's pieces that are in the sources shown."""
    said, shown = pieces(item.case.answer.text), pieces(" ".join(source.text for source in item.case.answer.sources))
    return len(said & shown) / max(1, len(said))


def verdicts(metric: str, say: Callable[[Item, bool], bool]) -> list[Verdict]:
    """Returns what a judge and people say; `say` takes an item and what people say."""
    asked = [(item, truth) for item in calibration() if (truth := item.truth(metric)) is not None]
    return [
        Verdict(id=item.id, kind=item.kind, group=item.group, truth=truth, said=say(item, truth))
        for item, truth in asked
    ]


def _above(value: Callable[[Item], float], threshold: float, item: Item, _: bool) -> bool:  # noqa: FBT001
    return value(item) >= threshold


def by_words(metric: str, value: Callable[[Item], float]) -> tuple[Agreement, Counter[str]]:
    """Returns the agreement of the best threshold, and the kinds of what it gets wrong."""
    found: list[tuple[float, Agreement, Counter[str]]] = []
    for place in range(1, 21):
        said = verdicts(metric, partial(_above, value, place / 20))
        made = agreement(said)
        wrong = Counter(one.kind for one in said if one.said != one.truth)
        found.append((-2.0 if made.kappa is None else made.kappa, made, wrong))
    return max(found, key=lambda one: one[0])[1:]


def licensed(metric: str, skill: float) -> float:
    """Returns how often a judge that is right with this probability is licensed."""
    draw = random.Random(f"{metric} {skill}")
    found = (agreement(verdicts(metric, lambda _, truth: truth == (draw.random() < skill))) for _ in range(DRAWS))
    return sum(one.low is not None and one.low > FLOOR for one in found) / DRAWS


if __name__ == "__main__":
    for name, rule in (("judged_right", likeness), ("factual_correctness", likeness), ("faithfulness", support)):
        best, errors = by_words(name, rule)
        console.print(
            *[f"{name:24} by words: κ {best.kappa:.2f} [{best.low:.2f}, {best.high:.2f}]", dict(errors.most_common())]
        )
    console.print(*[f"{'licensed at skill':24}", *SKILLS])
    for metric in JUDGED:
        console.print(*[f"{metric.name:24}", *(f"{licensed(metric.name, skill):.2f}" for skill in SKILLS)])
