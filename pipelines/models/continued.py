"""Greedy answers by an engine behind an endpoint: `generate`, with the model elsewhere.

An engine is sent the prompt as this process would read it, and what it writes ends where `generate` would end it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

from pipelines.language.prompt import Prompt
from pipelines.language.turns import TURNS, in_turns
from pipelines.models.calls import Continuation, Endpoint, Failure, Reply
from pipelines.models.confidence import confidence_of
from pipelines.models.endpoint import Dialogue, converse
from pipelines.models.engines import Engine
from pipelines.models.tokenizer import ModelTokenizer
from pipelines.models.tokens import encode_prompt, end_token
from pipelines.records.answer import FinishReason
from pipelines.runtime.errors import UserError


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A prompt in the form in which an engine gets it."""

    prompt: str | tuple[int, ...]
    tokens: int
    """How many tokens the engine is to read, the start token among them."""
    same: bool
    """True where they are those that this process would read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Continued:
    """What an engine wrote."""

    text: str
    finish_reason: FinishReason
    prompt_tokens: int
    completion_tokens: int
    """As the engine counts them; 0 where it does not."""
    confidence: float | None
    """As in `Answer`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A model that an engine serves."""

    endpoint: Endpoint
    engine: Engine
    tokenizer: ModelTokenizer
    max_new_tokens: int
    """Tokens after which an answer is cut, and marked as cut."""


class _Unkept:
    """Keeps no replies: answers are kept by who asks for them."""

    def find(self, key: str) -> Reply | None:
        """Finds nothing."""

    def keep(self, key: str, about: str, reply: Reply) -> None:
        """Keeps nothing."""


def sent(prompt: Prompt, model: ModelTokenizer, *, as_text: bool) -> Sent:
    """Puts a prompt into the form in which an engine gets it.

    Args:
        prompt: The rendered prompt.
        model: The tokenizer of the model that is served.
        as_text: Sends one text, before which the engine puts the start token; else the tokens.

    Returns:
        The prompt with what the engine should make of it.
    """
    tokens = tuple(token for piece in encode_prompt(model.tokenizer, prompt, model.template) for token in piece)
    if not as_text:
        return Sent(prompt=tokens, tokens=len(tokens), same=True)
    text = in_turns(prompt, model.template).text
    read = tuple(model.tokenizer(text).input_ids)
    return Sent(prompt=text, tokens=len(read), same=read == tokens)


def continue_all(
    prompts: Sequence[Sent], at: Elsewhere, finished: Callable[[int, Continued], None] = lambda *_: None
) -> list[Continued]:
    """Has an engine answer prompts greedily.

    Args:
        prompts: The prompts.
        at: The model that is asked.
        finished: Called with the place of a prompt and its answer as soon as that is there.

    Returns:
        The answers in the order of the prompts.

    Raises:
        UserError: The engine does not answer, refuses a call, or read another prompt than it was sent.
    """
    longest = max((one.tokens for one in prompts), default=0)
    if longest + at.max_new_tokens > at.tokenizer.max_length:
        raise UserError(
            f"a prompt is too long for the model {at.tokenizer.name}",
            details=[
                f"{longest} tokens and {at.max_new_tokens} for the answer, the limit is {at.tokenizer.max_length}"
            ],
            hint="show fewer sources with `retrieval.sources=`, or raise `model.max_length=`",
        )

    def led(place: int) -> Dialogue[Continued]:
        answer = yield from _answered(prompts[place], at)
        finished(place, answer)
        return answer

    return converse([led(place) for place in range(len(prompts))], at.endpoint, _Unkept(), lambda _: None)


def _answered(prompt: Sent, at: Elsewhere) -> Dialogue[Continued]:
    turns = TURNS[at.tokenizer.template]
    tokenizer = at.tokenizer.tokenizer
    ends = {tokenizer.eos_token_id, end_token(tokenizer, at.tokenizer.template)}
    call = Continuation(
        prompt=prompt.prompt,
        max_tokens=at.max_new_tokens,
        stop=(*([turns.end] if turns.end else []), *(["\n"] if turns.stop_at_newline else [])),
        more=at.engine.words(tuple(ends)),
    )
    reply = _checked((yield call), prompt, at)
    cut_here = turns.stop_at_newline and not reply.text.strip() and reply.finish != "length"
    if cut_here:
        # Blank lines before the answer do not end it, and the engine stopped at the first: the line is cut here.
        reply = _checked((yield replace(call, stop=tuple(stop for stop in call.stop if stop != "\n"))), prompt, at)
    text = reply.text.split(turns.end, 1)[0].lstrip() if turns.end else reply.text.lstrip()
    line, newline, _ = text.partition("\n") if turns.stop_at_newline else (text, "", "")
    return Continued(
        text=line.strip(),
        finish_reason="length" if reply.finish == "length" and not newline else "stop",
        prompt_tokens=prompt.tokens,
        completion_tokens=reply.completion_tokens,
        # With more than the line, they are of what is no answer any more.
        confidence=confidence_of(reply.logprobs) if reply.logprobs and not cut_here else None,
    )


def _checked(answer: Reply | Failure, prompt: Sent, at: Elsewhere) -> Reply:
    if isinstance(answer, Failure):
        _failed(answer, at)
    if answer.prompt_tokens not in (0, prompt.tokens):
        raise UserError(
            f"the engine at {at.endpoint.at} read another prompt than it was sent",
            details=[f"it read {answer.prompt_tokens} tokens, and the prompt has {prompt.tokens}"],
            hint="give it a context that holds the prompt and its answer, no chat template of its own, and the "
            "tokenizer of the model; docs/engines.md says how",
        )
    return answer


def _failed(failure: Failure, at: Elsewhere) -> NoReturn:
    status = f", HTTP {failure.status}" if failure.status else ""
    hint = "look at the engine's log, and run the same command again: answers that came are kept and not asked again"
    if failure.reason == "call refused":
        hint = (
            "give it a context that holds prompt and answer; one that takes no tokens wants "
            "`answer.engine.prompt=text`; docs/engines.md says more"
        )
    raise UserError(
        f"the engine at {at.endpoint.at} did not answer a question",
        details=[f"{failure.reason}{status}, after {at.endpoint.retries} tries more where that could help"],
        hint=hint,
    )
