"""Judges that answer at the place of a model: from prompt to reply, with nothing in between."""

import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from eval.judges import Judge
from eval.judges.calibration import Item, calibration
from eval.judges.dialogue import Dialogue, Prompt, Said, Unsaid
from eval.judges.prompts import escaped

Say = Callable[[Prompt], Said | Unsaid]
_INPUT = re.compile(r"(?:[Ii]nput: |輸入：)(\{(?:(?!\n(?:[Ii]nput: |輸入：)).)*\})\n(?:Output: ?|輸出：)$", re.DOTALL)


def lead(dialogue: Dialogue[Any], say: Say) -> Any:
    """Leads one dialogue to its end."""
    try:
        prompt = next(dialogue)
        while True:
            prompt = dialogue.send(say(prompt))
    except StopIteration as end:
        return end.value


def judge_that(say: Say, **changes: Any) -> Judge:
    """Returns a judge that says this; questions are embedded by their length."""

    def converse(dialogues: Sequence[Dialogue[Any]]) -> list[Any]:
        return [lead(dialogue, say) for dialogue in dialogues]

    def embed(texts: Sequence[str]) -> Any:
        return np.asarray([[len(text), 1.0] for text in texts], np.float32)

    return Judge(**{"model": "fake", "converse": converse, "embed": embed, "embedder": "length"} | changes)


def given(prompt: Prompt) -> dict[str, Any]:
    """Returns the input inside a prompt."""
    found = _INPUT.search(prompt.user)
    assert found is not None, prompt.user
    read: dict[str, Any] = json.loads(found[1])
    return read


def said(**fields: Any) -> Said:
    """Returns an object as a reply."""
    return Said(text=json.dumps(fields, ensure_ascii=False))


def answering(decide: Callable[[str, dict[str, Any]], bool]) -> Say:
    """Returns what speaks the form that every prompt asks for.

    Args:
        decide: Takes the kind of decision (`right`, `supported`, `committal`, `useful`) with the input of the prompt,
            for `supported` with one `statement` of it, and says yes or no.
    """

    def say(prompt: Prompt) -> Said:
        row = given(prompt)
        if "expected" in row:
            return said(reason="r", verdict=int(decide("right", row)))
        if "statements" in row:
            verdicts = [
                {"statement": one, "reason": "r", "verdict": int(decide("supported", row | {"statement": one}))}
                for one in row["statements"]
            ]
            return said(statements=verdicts)
        if "context" in row:
            if '"attributed"' in prompt.user:
                yes = int(decide("supported", row | {"statement": row["answer"]}))
                return said(classifications=[{"statement": row["answer"], "reason": "r", "attributed": yes}])
            return said(reason="r", verdict=int(decide("useful", row)))
        if "answer" in row:
            return said(statements=[row["answer"]])
        if '"noncommittal"' in prompt.user:
            return said(question="q?", noncommittal=int(not decide("committal", row)))
        return said(claims=[row["response"]])

    return say


def perfect() -> Say:
    """Says about the calibration set what people say."""
    return answering(_Known(calibration()).decide)


def guessing(seed: int = 7) -> Say:
    """Throws a coin, the same one for the same prompt."""
    return answering(lambda kind, row: random.Random(f"{seed}{kind}{row}").random() < 0.5)


class _Known:
    def __init__(self, items: Sequence[Item]) -> None:
        self._said = {(escaped(item.case.question.question), escaped(item.case.answer.text)): item for item in items}
        self._pairs: dict[tuple[str, str], bool] = {}
        self._committal: dict[str, bool] = {}
        self._useful: set[tuple[str, str]] = set()
        for item in items:
            self._learn(item)

    def _learn(self, item: Item) -> None:
        answer, reference = escaped(item.case.answer.text), escaped(item.case.question.reference)
        shown = [escaped(f"{source.heading}\n{source.text}") for source in item.case.answer.sources]
        if (truth := item.truth("faithfulness")) is not None:
            self._pairs[answer, "\n".join(shown)] = truth
        if (truth := item.truth("factual_correctness")) is not None:
            self._pairs[answer, reference] = self._pairs[reference, answer] = truth
        if (truth := item.truth("judged_context_recall")) is not None:
            self._pairs[reference, "\n".join(shown)] = truth
        if (truth := item.truth("response_relevancy")) is not None:
            self._committal[answer] = truth
        self._useful |= {
            (item.case.question.question, text)
            for text, source in zip(shown, item.case.answer.sources, strict=True)
            if source.golden
        }

    def decide(self, kind: str, row: dict[str, Any]) -> bool:
        if kind == "right":
            truth = self._said[row["question"], row["answer"]].truth("judged_right")
            assert truth is not None
            return truth
        if kind == "supported":
            return self._pairs[row["statement"], row["context"]]
        if kind == "useful":
            return (row["question"], row["context"]) in self._useful
        return self._committal[row["response"]]
