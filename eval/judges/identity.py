"""Which judge this is: a licence belongs to one model and one set of prompts."""

import hashlib

from eval.judges.dialogue import Judge
from eval.judges.library import OPTIONS, english
from eval.judges.prompts import SYSTEM, chinese, right_prompt
from eval.judges.prompts.zh import PROMPTS

_SAMPLE = {
    "question": "Q", "answer": "A", "response": "R", "context": "C", "statements": ["S"], "atomicity": "low",
    "coverage": "high",
}  # fmt: skip
_LIBRARY = ("AnswerRelevancy", "ContextPrecision", "ContextRecall", "FactualCorrectness", "Faithfulness")


def prompt_hash(embedder: str = "", *, held_to_form: bool = False) -> str:
    """Returns the sha256 of everything that a judge is asked, hexadecimal: our words and the library's.

    Args:
        embedder: Names the weights that embed questions.
        held_to_form: Whether the endpoint lets it write nothing but the form asked for.
    """
    parts = [repr((sorted(OPTIONS.items()), embedder, held_to_form)), *SYSTEM.values()]
    parts += [chinese(name).render(_SAMPLE) for name in PROMPTS]
    parts += [prompt for name in _LIBRARY for prompt in english(name, _SAMPLE)]
    parts += [
        right_prompt(language, question="Q", sources=["S"], expected="E", answer="A") for language in ("zh", "en")
    ]
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def name_with_hash(judge: Judge, hashed: str) -> str:
    """Returns what stands beside each score: the model and which prompts it was asked."""
    return f"{judge.model} {hashed[:12]}"
