"""The `retrieval` group of the configuration."""

from dataclasses import dataclass, field

from pipelines.retrieval.fusion import FusionWeights


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalConfig:
    """How sections are searched, and how many are shown for a question."""

    sources: int = 3
    """Sections shown for a question, from 1; each costs prompt tokens in training and in answering."""
    as_of: str | None = None
    """ISO date on which the sections must have been in force; null: those in force now."""
    embedder: str = ""
    """What finds sections by meaning beside those found by words: a package's model such as
    `package:multilingual_e5_small`, or a folder with a sentence-transformers model; empty: words alone."""
    store: str = "builtin"
    """Where vectors are searched: `builtin`, `chroma` (a folder) or `weaviate` (a server)."""
    weaviate_url: str = ""
    """The server's address, for `store: weaviate` only."""
    enclosing: bool = False
    """Puts the clause that encloses a found item or table row right behind it, within `sources`."""
    fusion: FusionWeights = field(default_factory=FusionWeights)
    """How much words and meaning count where there is an embedder."""
