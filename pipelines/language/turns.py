"""How a prompt and its answer stand in the turns a model was trained on."""

from dataclasses import dataclass

from pipelines.language.prompt import Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """What stands before a prompt, between prompt and answer, and after the answer."""

    before: str
    between: str
    end: str | None
    """The token that ends an answer; None: the tokenizer's own end token."""
    stop_at_newline: bool
    """True where a model without turns would run on into another question."""


TURNS: dict[str, Turns] = {
    "plain": Turns(before="", between="", end=None, stop_at_newline=True),
    "chatml": Turns(
        before="<|im_start|>user\n",
        between="<|im_end|>\n<|im_start|>assistant\n",
        end="<|im_end|>",
        stop_at_newline=False,
    ),
    "llama3": Turns(
        before="<|start_header_id|>user<|end_header_id|>\n\n",
        between="<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
        end="<|eot_id|>",
        stop_at_newline=False,
    ),
    "mistral": Turns(before="[INST] ", between="[/INST]", end=None, stop_at_newline=False),
    "phi3": Turns(before="<|user|>\n", between="<|end|>\n<|assistant|>\n", end="<|end|>", stop_at_newline=False),
}


def in_turns(prompt: Prompt, template: str) -> Prompt:
    """Wraps a prompt's pieces in a model's turns; the pieces stay separate.

    Args:
        prompt: The rendered prompt.
        template: A key of `TURNS`.

    Returns:
        The pieces with the template's marks before the rules and after the question.

    Raises:
        KeyError: No such template.
    """
    turns = TURNS[template]
    return Prompt(
        rules=turns.before + prompt.rules,
        sources=prompt.sources,
        question=prompt.question + turns.between,
    )
