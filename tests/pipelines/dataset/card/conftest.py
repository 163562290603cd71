"""A small dataset and what its card is made from."""

import pytest

from pipelines.dataset.build import build
from pipelines.dataset.card.lineage import Made
from pipelines.dataset.config import Config, DatasetConfig
from pipelines.records import Section
from tests.pipelines.dataset.conftest import company  # noqa: F401  # a fixture

CONFIG = Config(dataset=DatasetConfig(examples=60, validation=4, held_out=8, largest_origin=0.9, near_duplicate=0.99))


@pytest.fixture
def made(company: list[Section]) -> Made:  # noqa: F811
    """What a card of the small company is made from."""
    return Made(
        inputs={"sections": "5ec", "index": "1de"},
        sections=company,
        dataset=build(company, CONFIG),
        dataset_hash="da7a",
        config=CONFIG,
    )
