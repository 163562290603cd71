"""A training configuration in its range passes, whatever else it is."""

from hypothesis import given
from hypothesis import strategies as st

from pipelines.models.config import ModelConfig
from pipelines.train.check import check_config
from pipelines.train.config import Config, TrainConfig

MODEL = ModelConfig(name="smollm2_135m", source="package:smollm2_135m", template="chatml", licence="Apache-2.0")


@given(
    epochs=st.integers(1, 100),
    learning_rate=st.floats(1e-8, 0.99),
    warmup=st.floats(0, 0.99),
    dropout=st.floats(0, 0.99),
    batch_rows=st.integers(1, 1000),
)
def test_values_in_range_pass(
    epochs: int, learning_rate: float, warmup: float, dropout: float, batch_rows: int
) -> None:
    train = TrainConfig(
        epochs=epochs, learning_rate=learning_rate, warmup=warmup, dropout=dropout, batch_rows=batch_rows
    )
    check_config(Config(model=MODEL, train=train))
