"""Which tokens would make a handle that points nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.language.citations import resolve
from pipelines.models.handles import ShownHandles


class Vocabulary:
    """A tokenizer as far as handles ask for it."""

    PIECES = ("0", "1", "2", "3", "7", "10", "3]", "7]", "▁2", "Ġ7", "]", "]。", "[", "字", "7字", "7.")

    def get_vocab(self) -> dict[str, int]:
        """Returns the pieces with their numbers."""
        return {piece: number for number, piece in enumerate(self.PIECES)}


def forbidden(text: str, sources: int) -> set[str]:
    found = ShownHandles(Vocabulary()).forbidden(text, sources)
    return {Vocabulary.PIECES[number] for number in found}


def test_after_an_open_bracket_only_numbers_of_sources_shown_may_come() -> None:
    assert forbidden("24 小時 [", 3) == {"0", "7", "10", "7]", "Ġ7"}


def test_a_number_may_grow_only_into_one_that_is_shown() -> None:
    assert forbidden("[1", 3) == {"0", "1", "2", "3", "7", "10", "3]", "7]", "▁2", "Ġ7"}
    assert "0" not in forbidden("[1", 12)
    assert "]" not in forbidden("[1", 3)


@pytest.mark.parametrize("text", ["", "24 小時", "[1]", "[note", "［2］", "[2] 7"])
def test_outside_a_handle_nothing_is_forbidden(text: str) -> None:
    assert forbidden(text, 3) == set()


def test_words_in_brackets_are_never_forbidden() -> None:
    assert not forbidden("[", 1) & {"字", "7字", "7.", "["}


@given(st.lists(st.sampled_from(Vocabulary.PIECES), max_size=8), st.integers(1, 12))
def test_what_is_not_forbidden_invents_no_source(pieces: list[str], sources: int) -> None:
    text = ""
    for piece in pieces:
        if piece not in forbidden(text, sources):
            text += piece.replace("▁", " ").replace("Ġ", " ")
    assert resolve(text, [f"K{place}" for place in range(1, sources + 1)]).invented == ()
