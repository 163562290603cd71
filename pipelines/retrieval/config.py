"""The `retrieval` group of the configuration."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class FusionWeights:
    """How much words and meaning count; measured on training questions of three corpora."""

    words: float = 128.0
    """What a section gains that holds all of a question, in standard deviations of likeness; raising it trusts words
    more, 0 leaves meaning alone."""
    curve: float = 3.0
    """Power of the share of a question that a section holds; raising it leaves questions in other words to meaning."""
    level: float = 0.5
    """How much of one language's lead over the other is taken away, 0 to 1, since vectors of one language lie nearer to
    each other; raising it finds more in the other language, and costs where both say the same."""
    common: float = 0.75
    """How much of what all questions have in common is taken out of each, 0 to 1; raising it keeps sections that lie
    near to whatever is asked from coming first."""

    def __post_init__(self) -> None:
        """Refuses what no fusion could mean.

        Raises:
            ValueError: A weight is out of its range.
        """
        if self.words < 0 or self.curve <= 0:
            raise ValueError(
                f"`words` is {self.words:g} and `curve` {self.curve:g}; both must be above 0, or `words` 0"
            )
        for name, share in (("level", self.level), ("common", self.common)):
            if not 0 <= share <= 1:
                raise ValueError(f"`{name}` is {share:g}, and it goes from 0 to 1")


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
