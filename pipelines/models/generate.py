"""Greedy answers for many prompts: what they share is read once, and rows of like length go together.

Our own loop because the library's `generate` has no start that several prompts share, copies keys for every row and
head, pads sliding windows by place in the row, and carries finished rows to the end. Masks come from true positions
(`masks`), so that neither the batch a prompt is in nor what it shares changes its tokens.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.language.prompt import Prompt
from pipelines.language.refusal import REFUSALS
from pipelines.language.turns import TURNS
from pipelines.models.attention import attending
from pipelines.models.base import LoadedModel
from pipelines.models.batch import Batch, Row
from pipelines.models.confidence import confidence_of, log_probabilities
from pipelines.models.drafts import Drafts
from pipelines.models.handles import ShownHandles
from pipelines.models.prefixes import batches_of, common_start, level_with, nodes_of
from pipelines.models.reading import Decoder, read_lines
from pipelines.models.tokens import encode_completion, encode_prompt, end_token
from pipelines.records.answer import FinishReason
from pipelines.runtime.errors import UserError

STEP_TOKENS = 32
"""Tokens that a step reads at most, guesses counted; where there are as many rows, nothing is guessed."""
FINISHED_SHARE = 0.125
"""Finished rows leave the batch once they are this share of it: leaving costs a copy of the rows that stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One prompt to be answered."""

    prompt: Prompt
    sources: int = 0
    """How many sources it shows, and so which handles an answer may cite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """How answers are written; always greedily."""

    max_new_tokens: int
    """Tokens after which an answer is cut, and marked as cut."""
    batch_size: int
    """Prompts answered at once; more is faster and takes more memory."""
    shown_only: bool = False
    """Keeps handles of sources that are not shown from being written."""
    guess: bool = True
    """Guesses tokens from the prompt where there are few rows; changes the time, never the tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What a model wrote."""

    text: str
    finish_reason: FinishReason
    prompt_tokens: int
    completion_tokens: int
    """Tokens the model chose, the one that ended the answer included."""
    confidence: float
    """Mean log-probability of these tokens before any constraint, rounded; at most 0."""


Finished = Callable[[int, Generated], None]


def generate(
    loaded: LoadedModel,
    requests: Sequence[Request],
    decoding: Decoding,
    finished: Finished = lambda *_: None,
) -> list[Generated]:
    """Answers prompts greedily.

    Args:
        loaded: The model.
        requests: The prompts; what they begin with alike is read once.
        decoding: How answers are written.
        finished: Called with the place of a request and its answer as soon as that is finished.

    Returns:
        The answers in the order of the requests.

    Raises:
        UserError: A prompt is longer than the model's limit.
    """
    import torch

    prompts = [prompt_tokens(loaded, request.prompt) for request in requests]
    _check_lengths(loaded, prompts, decoding.max_new_tokens)
    if not prompts:
        return []
    rows = [Row(place=n, prompt=prompts[n], sources=request.sources) for n, request in enumerate(requests)]
    writing = _Writing(loaded, decoding, finished)
    start = common_start(prompts)
    with torch.inference_mode(), attending(writing.decoder.config):
        shared = read_lines(writing.decoder, [prompts[0][:start]], [0], []) if start else None
        for nodes in batches_of(nodes_of(prompts, start), prompts, start, decoding.batch_size):
            levelled = level_with(nodes, prompts, start)
            room = decoding.max_new_tokens + STEP_TOKENS
            writing.answer(Batch(writing.decoder, rows, levelled, shared, room))
    return [writing.generated(row) for row in rows]


def prompt_tokens(loaded: LoadedModel, prompt: Prompt) -> list[int]:
    """Returns the tokens of a prompt as the model reads them."""
    return [token for piece in encode_prompt(loaded.tokenizer, prompt, loaded.template) for token in piece]


def end_tokens(loaded: LoadedModel) -> frozenset[int]:
    """Returns the tokens that end an answer: the tokenizer's own and the one of the turns."""
    return frozenset({loaded.tokenizer.eos_token_id, end_token(loaded.tokenizer, loaded.template)})


def _check_lengths(loaded: LoadedModel, prompts: Sequence[Sequence[int]], max_new_tokens: int) -> None:
    longest = max(map(len, prompts), default=0)
    if longest + max_new_tokens > loaded.max_length:
        raise UserError(
            f"a prompt is too long for the model {loaded.name}",
            details=[f"{longest} tokens and {max_new_tokens} for the answer, the limit is {loaded.max_length}"],
            hint="show fewer sources with `retrieval.sources=`, or raise `model.max_length=`",
        )


class _Writing:
    """Writes the answers of one batch after the other."""

    def __init__(self, loaded: LoadedModel, decoding: Decoding, finished: Finished) -> None:
        self.decoder = Decoder.of(loaded)
        self._loaded = loaded
        self._decoding = decoding
        self._finished = finished
        self._ends = end_tokens(loaded)
        self._at_newline = TURNS[loaded.template].stop_at_newline
        self._handles = ShownHandles(loaded.tokenizer) if decoding.shown_only else None
        self._sentences = [encode_completion(loaded.tokenizer, said, loaded.template) for said in REFUSALS.values()]

    def answer(self, batch: Batch) -> None:
        """Fills in what each row of a batch writes."""
        drafts = {row.place: Drafts(row.prompt, self._sentences) for row in batch.rows}
        while True:
            guesses = self._guesses(batch.rows, drafts)
            counts = self._step(batch, guesses)
            batch.advance(counts)
            for row, guess, count in zip(batch.rows, guesses, counts, strict=True):
                if guess:
                    drafts[row.place].told(count - 1)
            live = [place for place, row in enumerate(batch.rows) if not self._done(row)]
            if not live:
                return
            if len(batch.rows) - len(live) >= FINISHED_SHARE * len(batch.rows):
                batch.keep(live)

    def generated(self, row: Row) -> Generated:
        """Returns what a row has written."""
        text = self._text(row)
        if self._at_newline:
            text = text.split("\n", 1)[0]
        return Generated(
            text=text.strip(),
            finish_reason="stop" if row.stopped else "length",
            prompt_tokens=len(row.prompt),
            completion_tokens=len(row.written),
            confidence=confidence_of(row.told),
        )

    def _guesses(self, rows: Sequence[Row], drafts: dict[int, Drafts]) -> list[list[int]]:
        most = STEP_TOKENS // len(rows) - 1 if self._decoding.guess else 0
        return [
            drafts[row.place].guess(row.written, min(most, self._left(row) - 1)) if not self._done(row) else []
            for row in rows
        ]

    def _step(self, batch: Batch, guesses: Sequence[Sequence[int]]) -> list[int]:
        """Reads each row's last token with what is guessed to follow; returns how many of them hold."""
        import torch

        wide = 1 + max(map(len, guesses))
        read = [[(row.written or row.prompt)[-1], *guess] for row, guess in zip(batch.rows, guesses, strict=True)]
        ids = torch.tensor([[*tokens, *[0] * (wide - len(tokens))] for tokens in read], device=self.decoder.device)
        hidden = batch.step(ids)
        at = [(row, place) for row, tokens in enumerate(read) for place in range(len(tokens))]
        logits = self.decoder.head(hidden[[row for row, _ in at], [place for _, place in at]])
        best = logits.argmax(dim=-1)
        chosen = list(zip(best.tolist(), log_probabilities(logits, best), strict=True))
        counts, first = [], 0
        for row, guess in zip(batch.rows, guesses, strict=True):
            last = first + len(guess) + 1
            counts.append(self._accept(row, guess, chosen[first:last], logits[first:last]))
            first = last
        return counts

    def _accept(self, row: Row, guess: Sequence[int], chosen: Sequence[tuple[int, float]], logits: Any) -> int:  # noqa: ANN401
        """Writes the tokens that the model chose, up to the first that was not guessed; returns how many."""
        before = len(row.written)
        for place, (best, log_probability) in enumerate(chosen):
            if self._done(row) or (place and row.written[-1] != guess[place - 1]):
                break
            token, below = self._allowed(row, best, logits[place])
            row.written.append(token)
            row.told.append(log_probability - below)
            row.stopped = row.written[-1] in self._ends or (self._at_newline and "\n" in self._text(row))
        if self._done(row) and len(row.written) > before:
            self._finished(row.place, self.generated(row))
        return len(row.written) - before

    def _allowed(self, row: Row, best: int, logits: Any) -> tuple[int, float]:  # noqa: ANN401
        """Returns the best token that may be written, and how far its logit is below that of the best of all."""
        if self._handles is None:
            return best, 0.0
        forbidden = list(self._handles.forbidden(self._text(row), row.sources))
        if best not in forbidden:
            return best, 0.0
        highest = float(logits[best])
        logits[forbidden] = -float("inf")
        token = int(logits.argmax())
        return token, highest - float(logits[token])

    def _left(self, row: Row) -> int:
        return self._decoding.max_new_tokens - len(row.written)

    def _done(self, row: Row) -> bool:
        return row.stopped or self._left(row) <= 0

    def _text(self, row: Row) -> str:
        # Blank lines before the answer do not end it: an untuned model often opens with one.
        return str(self._loaded.tokenizer.decode(row.written, skip_special_tokens=True)).lstrip()
