"""How a prompt and its answer become tokens: alike in training and in answering."""

import re
from typing import Any

from pipelines.language.prompt import Prompt, completion
from pipelines.language.turns import TURNS, in_turns

# Reserved tokens without a meaning: thousands in some vocabularies, and nothing a document could gain by them.
UNUSED = re.compile(r"<\|?(unused|reserved_special_token_)\d+\|?>|\[control_\d+\]")


def encode_prompt(tokenizer: Any, prompt: Prompt, template: str) -> tuple[list[int], list[int], list[int]]:  # noqa: ANN401
    """Tokenizes a prompt piece by piece, so that a shared piece has the same tokens wherever it stands.

    Args:
        tokenizer: The base model's tokenizer.
        prompt: The rendered prompt.
        template: Its turns, a key of `TURNS`.

    Returns:
        The tokens of rules, sources and question; the tokenizer's start token, if it has one, opens the rules.
    """
    wrapped = in_turns(prompt, template)
    rules, sources, question = (_plain(tokenizer, text) for text in (wrapped.rules, wrapped.sources, wrapped.question))
    return _start(tokenizer) + rules, sources, question


def encode_completion(tokenizer: Any, answer: str, template: str) -> list[int]:  # noqa: ANN401
    """Tokenizes an answer as the model is to write it, with the token that ends it."""
    return [*_plain(tokenizer, completion(answer)), end_token(tokenizer, template)]


def end_token(tokenizer: Any, template: str) -> int:  # noqa: ANN401
    """Returns the token that ends an answer in a template's turns."""
    end = TURNS[template].end
    return int(tokenizer.eos_token_id if end is None else tokenizer.convert_tokens_to_ids(end))


def control_tokens(tokenizer: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Returns the tokens that no document and no user may write, because the model reads them as marks."""
    special = {str(token) for token in tokenizer.added_tokens_decoder.values() if token.special}
    special |= set(tokenizer.all_special_tokens)
    return tuple(sorted(token for token in special if not UNUSED.fullmatch(token)))


def _plain(tokenizer: Any, text: str) -> list[int]:  # noqa: ANN401
    return list(tokenizer(text, add_special_tokens=False).input_ids)


def _start(tokenizer: Any) -> list[int]:  # noqa: ANN401
    opens = tokenizer("").input_ids
    return [tokenizer.bos_token_id] if tokenizer.bos_token_id in opens else []
