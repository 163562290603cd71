"""English sentences become questions with the question word in front."""

import pytest

from pipelines.dataset.phrasing.english import clozes


def asked(text: str, topic: str = "") -> list[str]:
    """All questions that a text gives."""
    return [form for cloze in clozes(text, topic) for form in cloze.asked]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The shift leader signs the delivery note.", "Who signs the delivery note?"),
        ("System logs are kept for 12 months.", "How long are system logs kept?"),
        ("Frozen goods are put away within 20 minutes.", "Within how many minutes are frozen goods put away?"),
        ("VPN logs are kept for 6 months, system logs for 9 months and others for 3.", "How long are VPN logs kept?"),
        ("Dock slots last 45 minutes for a truck.", "How long do dock slots last for a truck?"),
        (
            "The supplier collects the lot within 7 calendar days.",
            "Within how many calendar days does the supplier collect the lot?",
        ),
        ("Databases are backed up every 4 hours.", "How often are databases backed up?"),
        ("Accounts are disabled by 18:00 on the last day.", "By what time are accounts disabled on the last day?"),
        ("Samples below 2 kg are received by the front desk.", "Who are samples below 2 kg received by?"),
        ("Passwords have at least 12 characters.", "At least how many characters do passwords have?"),
        (
            "You can also take up to 4 hours of administrative leave to get a vaccine.",
            "Up to how many hours of administrative leave can you take to get a vaccine?",
        ),
        (
            "You are entitled to 12 weeks of paid time off for the birth, adoption or placement of a child.",
            "How many weeks of paid time off are you entitled to for the birth, adoption or placement of a child?",
        ),
        ("System logs are kept for 12 months.", "Can you tell me for how long system logs are kept?"),
        ("Relocation costs are paid up to NT$45,000.", "Up to how much are relocation costs paid?"),
    ],
)
def test_a_sentence_is_asked_as_people_ask(text: str, question: str) -> None:
    assert question in asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "It includes 3 users and 2 training hours a year.",
        "A session ends after 10 hours or after 30 minutes without activity.",
        "Half is paid back if the employee leaves within 12 months.",
        "Forklifts drive at most 8 km/h indoors.",
        "They are repaired within 2 working days.",
        "Delays by typhoon are excluded.",
        "The pallet measures 120 x 100 x 15 cm.",
        "For Japan the certificate is valid for 6 months.",
        "Receipts are required for expenses over $75.",
        "The engineer for the scanner, who recorded videos, explains it.",
        "A custodian who changes department hands the records over 2 days before the last day.",
    ],
)
def test_what_cannot_be_asked_plainly_is_left_out(text: str) -> None:
    assert asked(text) == []


def test_the_heading_is_named_where_the_question_has_none_of_its_words() -> None:
    assert asked("A replacement takes 20 minutes.", "SP-10 battery") == [
        'Under "SP-10 battery", how long does a replacement take?'
    ]
    assert asked("A battery replacement takes 20 minutes.", "SP-10 battery") == [
        "How long does a battery replacement take?"
    ]
