"""The writer of answers whose model is served by an engine behind an endpoint; no weights are loaded here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.answering.arms import Weights
from pipelines.answering.config import AnswerConfig
from pipelines.answering.engine_config import EngineConfig
from pipelines.answering.shown import Asked
from pipelines.answering.writers import Finished, Writer, Written, prompt_of
from pipelines.language.prompt import WorkedExample
from pipelines.models.base import adapter_card
from pipelines.models.calls import Endpoint, api_key
from pipelines.models.config import ModelConfig
from pipelines.models.continued import Continued, Elsewhere, Sent, continue_all, sent
from pipelines.models.engines import Engine, engine_at
from pipelines.models.names import named, sources_hash
from pipelines.models.tokenizer import load_tokenizer
from pipelines.models.tokens import control_tokens
from pipelines.runtime.errors import UserError


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedModel:
    """Which weights are asked, and where what describes them lies."""

    weights: Weights
    adapter: Path | None
    """The adapter's folder; None: the base model alone."""
    model: ModelConfig
    models: Path
    """The folder of base models, for the tokenizer."""


def endpoint_writer(served: ServedModel, config: AnswerConfig, worked: Sequence[WorkedExample] = ()) -> Writer:
    """Returns the writer that asks an engine, greedily.

    Args:
        served: What is asked; the engine's word is taken for it that it serves these weights.
        config: The engine, and how long answers may be.
        worked: Worked examples that every prompt shows after the rules.

    Returns:
        The writer.

    Raises:
        UserError: The endpoint does not answer or does not serve the model, or the adapter is of another base model.
    """
    name = _name(served.weights, config.engine)
    endpoint = _endpoint(config.engine, name)
    api_key(endpoint)
    card = adapter_card(served.adapter, served.model) if served.adapter else None
    tokenizer = load_tokenizer(served.model, served.models)
    engine = engine_at(endpoint)
    _check(engine, endpoint, config.engine)
    at = Elsewhere(endpoint=endpoint, engine=engine, tokenizer=tokenizer, max_new_tokens=config.max_new_tokens)
    control = control_tokens(tokenizer.tokenizer)
    as_text = config.engine.prompt == "text"
    remarks: list[str] = []

    def prompts(asked: Sequence[Asked]) -> list[Sent]:
        return [sent(prompt_of(one, control, worked), tokenizer, as_text=as_text) for one in asked]

    def write(asked: Sequence[Asked], finished: Finished) -> None:
        what = prompts(asked)
        if other := sum(not one.same for one in what):
            remarks.append(f"prompts that the engine cut into other tokens than this process: {other} of {len(what)}")
        continue_all(what, at, lambda place, one: finished(place, _written(one)))

    writer = Writer(
        model=served.model.name,
        adapter_hash=card.adapter_hash if card else None,
        write=write,
        engine=config.engine.name or engine.name,
        dtype=config.engine.dtype or engine.dtype,
        quote=config.quote,
        refuse_from=config.refuse_from,
        remarks=remarks,
    )
    if writer.dtype is None:
        remarks.append("the engine does not tell what it computes in: `answer.engine.dtype` would say so in the record")
    shared = _shared(writer, at)
    return replace(writer, names=lambda asked: named([one.prompt for one in prompts(asked)], shared))


def _name(weights: Weights, config: EngineConfig) -> str:
    name = str(getattr(config, weights))
    if not name:
        raise UserError(
            f"`answer.engine.{weights}` is empty, and an engine is configured",
            details=[f"the endpoint at {_endpoint(config, '').at} is asked by a name of its own for each model"],
            hint=f"name what it serves: `answer.engine.{weights}=NAME`, or leave out the arms of the {weights}",
        )
    return name


def _endpoint(config: EngineConfig, model: str) -> Endpoint:
    return Endpoint(
        url=config.url,
        model=model,
        api_key_env=config.api_key_env,
        concurrency=config.concurrency,
        timeout=config.timeout,
        retries=config.retries,
    )


def _check(engine: Engine, endpoint: Endpoint, config: EngineConfig) -> None:
    if not engine.serves(endpoint.model):
        raise UserError(
            f"{engine.name} at {endpoint.at} serves no model `{endpoint.model}`",
            details=[f"it serves: {', '.join(engine.models)}"],
            hint="start it with that model, or mend the name in `answer.engine`",
        )
    if config.prompt == "tokens" and not engine.takes_tokens:
        raise UserError(
            f"{engine.name} at {endpoint.at} takes no tokens",
            details=["`answer.engine.prompt` is `tokens`"],
            hint="set `answer.engine.prompt=text`, and give the model the template `{{ .Prompt }}`: docs/engines.md",
        )


def _shared(writer: Writer, at: Elsewhere) -> dict[str, object]:
    """Returns what shapes an answer besides its prompt."""
    return {
        "adapter": writer.adapter_hash,
        "base": writer.model,
        "code": sources_hash(),
        "dtype": writer.dtype,
        "endpoint": at.endpoint.url,
        "engine": [writer.engine, at.engine.name],
        "max_new_tokens": at.max_new_tokens,
        "model": at.endpoint.model,
        "template": at.tokenizer.template,
    }


def _written(continued: Continued) -> Written:
    return Written(
        text=continued.text,
        finish_reason=continued.finish_reason,
        prompt_tokens=continued.prompt_tokens,
        completion_tokens=continued.completion_tokens,
        confidence=continued.confidence,
    )
