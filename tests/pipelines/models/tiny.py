"""Random models of the real architectures, small enough for a test, with a tokenizer of bytes and control tokens."""

import json
from pathlib import Path
from typing import Any

from pipelines.language.prompt import render
from pipelines.models.config import ModelConfig
from pipelines.models.generate import Request
from pipelines.models.tokens import control_tokens
from pipelines.records import Example, Source

TEMPLATES = {"llama": "llama3", "gemma3": "plain", "mistral": "mistral", "phi3": "phi3", "smollm": "chatml"}
SPECIAL = [
    "<pad>", "<bos>", "<eos>", "<|im_start|>", "<|im_end|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>",
    "[INST]", "[/INST]", "<|user|>", "<|assistant|>", "<|end|>",
]  # fmt: skip
WINDOW = 64
"""Tokens the sliding layers of the tiny Gemma see: far fewer than the sources have."""
SMALL = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 4096,
    "pad_token_id": 0,
    "bos_token_id": 1,
    "eos_token_id": 2,
    # Wide enough that two tokens are never as likely as each other.
    "initializer_range": 0.2,
}


def tiny_model(folder: Path, kind: str = "smollm", *, seed: int = 0) -> ModelConfig:
    """Writes a tiny model and its tokenizer into a folder and returns the configuration that loads it."""
    import torch
    from transformers import AutoModelForCausalLM

    tokenizer = tiny_tokenizer()
    torch.manual_seed(seed)
    AutoModelForCausalLM.from_config(_settings(kind, len(tokenizer))).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return ModelConfig(name=f"tiny_{kind}", source=str(folder), template=TEMPLATES[kind], licence="none")


def tokenizer_alone(folder: Path, *, longest: int = 4096, **settings: Any) -> ModelConfig:
    """Writes a tokenizer with a model's settings beside it and no weights, for what only counts."""
    tiny_tokenizer().save_pretrained(folder)
    (folder / "config.json").write_text(json.dumps({"model_type": "llama", "max_position_embeddings": longest}))
    (folder / "model.safetensors").touch()
    return ModelConfig(name="tiny", source=str(folder), template="chatml", licence="none", **settings)


def tiny_tokenizer() -> Any:
    """Returns a tokenizer with one token a byte."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: number for number, token in enumerate([*SPECIAL, *alphabet])}
    inner = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(
        tokenizer_object=inner,
        bos_token="<bos>",
        eos_token="<eos>",
        pad_token="<pad>",
        additional_special_tokens=SPECIAL[3:],
    )


def source(place: int, sentences: int = 1) -> Source:
    """Returns a source about shipping."""
    text = f"出貨異常須於 {place * 7} 小時內通報物流部門。" * sentences
    return Source(
        key=f"SOP-{place} §4.{place}", section_id=f"SOP-{place}", heading="出貨", text=text, golden=place == 1
    )


def examples(sets: int = 3, *, questions: int = 2, sentences: int = 1) -> list[Example]:
    """Returns examples, several questions over each source set, the last of each set unanswerable."""
    return [
        _example(number, place, answerable=place < questions - 1, sentences=sentences)
        for number in range(sets)
        for place in range(questions)
    ]


def requests(tokenizer: Any, count: int, *, sentences: int = 1) -> list[Request]:
    """Returns prompts of different lengths."""
    marks = control_tokens(tokenizer)
    return [
        Request(
            prompt=render(
                f"第 {place} 件異常多久內要通報{'？' * (1 + place % 3)}",
                [source(1 + place % 5, sentences * (1 + place % 3)), source(7)],
                control_tokens=marks,
            )
        )
        for place in range(count)
    ]


def _example(number: int, place: int, *, answerable: bool, sentences: int) -> Example:
    first, second = source(1, sentences), source(2 + number, sentences)
    answer = f"{7 + place} 小時內 [{first.key}]。" if answerable else "所提供的文件沒有這個問題的答案。"
    return Example(
        id=f"e{number}-{place}",
        language="zh",
        audience="all",
        question=f"異常第 {place} 問多久內要通報？",
        sources=(first, second),
        answer=answer,
        citations=(first.key,) if answerable else (),
        quotes=(),
        origin="heading",
        answerable=answerable,
        group=f"g{number}",
        source_set=f"s{number}",
        lineage=("SOP-1",),
    )


def _settings(kind: str, vocabulary: int) -> Any:
    from transformers import Gemma3TextConfig, LlamaConfig, MistralConfig, Phi3Config

    if kind == "gemma3":
        layers = ["sliding_attention", "full_attention", "sliding_attention"]
        return Gemma3TextConfig(
            **SMALL,
            vocab_size=vocabulary,
            head_dim=8,
            sliding_window=WINDOW,
            layer_types=layers,
            query_pre_attn_scalar=8,
        )
    if kind == "mistral":
        return MistralConfig(**SMALL, vocab_size=vocabulary, sliding_window=WINDOW)
    if kind == "phi3":
        return Phi3Config(**SMALL, vocab_size=vocabulary, sliding_window=2047)
    return LlamaConfig(**SMALL, vocab_size=vocabulary, tie_word_embeddings=True)
