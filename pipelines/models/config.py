"""The `model` group of the configuration."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelConfig:
    """The base model that an adapter sits on."""

    name: str
    """What records, adapters and the folder below `data/models` call it."""
    source: str
    """`package:NAME` for an embedded model, the path of a folder with safetensors, or a hub name."""
    template: str
    """How its turns are written: plain, chatml, llama3, mistral or phi3."""
    licence: str
    """Terms under which it may be used; they go into every adapter's card."""
    allow_network: bool = False
    """Lets a hub name be fetched over the network; nothing else is ever fetched."""
    four_bit: bool = False
    """Keeps the base weights in 4 bits, for 8B models on one GPU; needs a GPU and costs some accuracy."""
    max_length: int = 4096
    """Tokens a prompt with its answers may have; what is longer is refused. Memory grows with its square."""
    starter: str | None = None
    """Folder of an adapter that has practised answering, for training to go on from; null: from nothing."""
