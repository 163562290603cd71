import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.conservation.align import Text, match, runs

PIECES = st.lists(st.text("甲乙丙丁戊己庚辛壬癸abc123", min_size=1, max_size=30), max_size=20)


def missing(pieces: list[str], units: list[str]) -> int:
    left, right = Text(pieces), Text(units)
    match(left, right, bytes([1]) * len(units))
    return left.used.count(0)


def prose(count: int, seed: int = 7) -> list[str]:
    chance = random.Random(seed)
    letters = [chr(0x4E00 + place) for place in range(600)]
    return ["".join(chance.choices(letters, k=chance.choice((2, 5, 20, 80)))) for _ in range(count)]


@settings(max_examples=50)
@given(PIECES, PIECES)
def test_runs_are_equal_in_both_texts_in_order_and_never_overlap(ours: list[str], theirs: list[str]) -> None:
    left, right = "".join(ours), "".join(theirs)
    i = j = 0
    for a, b, size in runs(left, right):
        assert a >= i
        assert b >= j
        assert left[a : a + size] == right[b : b + size]
        i, j = a + size, b + size


@settings(max_examples=50)
@given(PIECES, PIECES)
def test_no_character_stands_for_two(ours: list[str], theirs: list[str]) -> None:
    left, right = Text(ours), Text(theirs)
    match(left, right, bytes([1]) * len(theirs))
    assert len(left.used) - left.used.count(0) <= len(right.used) - right.used.count(0)


@settings(max_examples=50)
@given(PIECES)
def test_a_text_is_all_there_in_itself(pieces: list[str]) -> None:
    assert missing(pieces, pieces) == 0
    assert missing(pieces, ["".join(pieces)]) == 0


def test_what_is_dropped_is_missed_to_the_character() -> None:
    pieces = prose(400)
    for place in range(0, 400, 7):
        assert missing(pieces, pieces[:place] + pieces[place + 1 :]) == len(pieces[place])


def test_one_of_many_equal_cells_is_missed() -> None:
    cells = ["是", "否", "3", "完成"] * 500
    assert missing(cells, cells[:801] + cells[802:]) == 1


def test_what_stands_elsewhere_is_found() -> None:
    pieces = prose(300)
    moved = pieces[200:] + pieces[:200]
    assert missing(pieces, moved) == 0


def test_a_long_loss_and_a_long_addition_do_not_throw_the_rest_out_of_step() -> None:
    pieces, long = prose(200), "".join(prose(1500, seed=1))
    # A character or two of what follows may stand in the loss by chance.
    assert 0 <= missing([*pieces[:100], long, *pieces[100:]], pieces) - len(long) <= 4
    assert missing(pieces, [*pieces[:100], long, *pieces[100:]]) == 0


def test_half_a_million_characters_take_a_second() -> None:
    pieces = prose(20_000)
    began = time.perf_counter()
    assert missing(pieces, pieces[:9_000] + pieces[9_001:]) == len(pieces[9_000])
    assert time.perf_counter() - began < 20
