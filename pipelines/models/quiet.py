"""Keeps the libraries' own bars and their talk about each other off a user's terminal."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def quiet() -> Iterator[None]:
    """Silences what says nothing to a user while models are loaded and trained.

    Yields:
        Nothing; warnings are as before when the block ends.
    """
    from transformers.utils import logging

    library: Any = logging
    library.disable_progress_bar()
    with warnings.catch_warnings():
        # TRL and PEFT still say `gradient_checkpointing`, which transformers has renamed.
        warnings.filterwarnings("ignore", message=".*gradient_checkpointing", category=FutureWarning)
        yield
