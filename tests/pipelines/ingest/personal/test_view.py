"""Plain signs, and the way back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.personal.view import UNSEEN, View

SIGNS = st.text(st.sampled_from("a1０Ａ　－–王㈱½ﬁ\u200b\u00ad\ufeff\n\t"), max_size=40)


def test_full_width_signs_and_dashes_are_plain() -> None:
    assert View("Ａ１２３－４５６　〇–—").text == "A123-456 〇--"


def test_signs_that_nobody_sees_are_left_out() -> None:
    assert View("09\u200b12\u00ad34\u2060").text == "091234"


def test_a_sign_that_stands_for_several_stays_as_it_is() -> None:
    assert View("½㈱").text == "½㈱"


def test_a_stretch_is_found_again_with_the_unseen_signs_inside_it() -> None:
    text = "電話０９１２\u200b３４５"
    start, end = View(text).original(2, 9)
    assert text[start:end] == "０９１２\u200b３４５"


@given(SIGNS)
@settings(max_examples=50)
def test_every_plain_sign_leads_back_to_its_own_place(text: str) -> None:
    view = View(text)
    for place, sign in enumerate(view.text):
        start, end = view.original(place, place + 1)
        assert View(text[start:end]).text == sign
        assert view.plain(start) == place


@given(SIGNS)
@settings(max_examples=50)
def test_nothing_but_unseen_signs_is_lost(text: str) -> None:
    assert len(View(text).text) == len(UNSEEN.sub("", text))
