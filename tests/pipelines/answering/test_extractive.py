"""The baseline without a model."""

from hypothesis import given
from hypothesis import strategies as st

from pipelines.answering.extractive import choose_threshold, write
from pipelines.language.citations import resolve
from pipelines.language.refusal import REFUSALS, is_refusal
from tests.pipelines.answering.company import EXAMPLES, NOTICE, VPN, source


def test_the_sentence_that_shares_most_words_is_the_answer() -> None:
    assert write("由誰核定補發？", [source(NOTICE)], 0.1) == "由倉儲主管核定是否補發貨物 [1]。"


def test_an_english_sentence_keeps_its_full_stop() -> None:
    assert write("When does the VPN password expire?", [source(VPN)], 0.1) == (
        "The VPN password expires after 90 days [1]."
    )


def test_too_little_support_is_a_refusal_in_the_question_s_language() -> None:
    assert write("員工餐廳幾點開門？", [source(NOTICE)], 0.9) == REFUSALS["zh"]
    assert write("When is lunch?", [], 0.0) == REFUSALS["en"]


def test_the_threshold_separates_what_can_be_answered_from_what_cannot() -> None:
    threshold = choose_threshold(EXAMPLES, [example.sources for example in EXAMPLES])
    answers = [write(example.question, example.sources, threshold) for example in EXAMPLES]
    assert [not is_refusal(answer) for answer in answers] == [example.answerable for example in EXAMPLES]


def test_without_examples_nothing_is_refused() -> None:
    assert choose_threshold([], []) == 0.0


@given(st.text(max_size=40), st.floats(0, 1))
def test_an_answer_is_one_line_that_cites_the_first_source_or_refuses(text: str, threshold: float) -> None:
    said = write(text, [source(NOTICE)], threshold)
    assert "\n" not in said
    assert is_refusal(said) or resolve(said, [NOTICE.key]).citations == (NOTICE.key,)
