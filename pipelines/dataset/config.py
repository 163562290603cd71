"""What can be configured about the dataset."""

from dataclasses import dataclass, field
from typing import Literal

from pipelines.dataset.teacher.config import TeacherConfig
from pipelines.models.config import ModelConfig
from pipelines.retrieval.config import RetrievalConfig

Format = Literal["messages", "alpaca", "sharegpt"]
NO_MODEL = ModelConfig(name="", source="", template="plain", licence="")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetConfig:
    """How many examples and questions are made, and what is kept apart."""

    examples: int = 480
    """Training examples aimed at; more cost training time in proportion."""
    validation: int = 40
    """Validation examples aimed at, from groups of their own."""
    held_out: int = 150
    """Held-out questions aimed at; more make small differences visible and cost answering time in every arm."""
    share_unanswerable: float = 0.25
    """Share of examples and of questions without an answer, 0 to 1; far above .25 a model learns to refuse too much."""
    share_without_golden: float = 0.15
    """Share of the source sets that show another one again without its golden source, so that the same question is
    refused, 0 to 1; like the changed ones they take the place of other sets, so that fewer sections are asked about."""
    share_changed: float = 0.1
    """Share of the source sets that show another one again with a value changed in the golden source, and the answer
    with it, 0 to 1; more make a model trust the page over its memory."""
    questions_per_set: int = 6
    """Questions over one set of sources; more make training cheaper and the sources less varied."""
    held_out_per_group: int = 4
    """Held-out questions from one group at most: more of them say little new."""
    largest_origin: float = 0.4
    """Largest share of the examples, and of the held-out questions, that one origin may have, 0 to 1; where a small
    corpus gives little else, fewer are made, and at last one may have more, as the card's counts show."""
    near_duplicate: float = 0.5
    """Texts that have this part of all their tokens in common are one group, above 0 and up to 1, and so is a text with
    one that holds nearly all of it; lower joins more, fewer groups are left."""
    hold_out_keys: tuple[str, ...] = ()
    """Citation keys whose groups are always held out."""
    question_sheets: tuple[str, ...] = ()
    """Files of questions that are held out besides: .csv or .xlsx with the columns question, answer and key (or 問題,
    答案, 出處), SQuAD .json, or the heldout.jsonl of an earlier dataset; what answers them leaves training."""
    audience: str = "all"
    """Whose dataset it is: only sections as wide as this are used."""
    teacher: TeacherConfig = field(default_factory=TeacherConfig)
    """A model that writes questions besides; none by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The configuration of `python -m pipelines.dataset`."""

    dataset: DatasetConfig = field(default_factory=DatasetConfig)
    retrieval: RetrievalConfig = field(default_factory=RetrievalConfig)
    model: ModelConfig = NO_MODEL
    data_dir: str = "data"
    """The folder below which outputs are written."""
    seed: int = 7
    """Draws the split, the phrasings and the order of sources; another seed gives another dataset."""
    export: Format | None = None
    """Writes the examples of the dataset that is there for another trainer, to data/exports, and makes nothing:
    `messages` as OpenAI's fine-tuning reads them, `alpaca` or `sharegpt`. Held-out questions are never exported."""
    workers: int = 0
    """How many processes find facts, once that takes more than a second; 0: one a core. The result is the same."""
