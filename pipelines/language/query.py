"""Questions as the index is asked them: in the documents' script, without the words that make them questions."""

import re

from pipelines.language.simplified import traditional
from pipelines.language.tokens import tokens

# Full-width letters, digits and the signs inside codes; punctuation stays, since a full-width comma parts two amounts.
_NARROW = {0xFEE0 + ord(sign): sign for sign in map(chr, range(0x21, 0x7F)) if sign.isalnum() or sign in "-_./@%#&+"}
# Sections rarely have these words, so that each would weigh more than what is asked about.
_ASKING = re.compile(
    r"請問|西元|提[及到]|指的|什麼(?:時候|時間|地方|原因|樣)?|甚麼|哪[一些個位裡種年座國]*|何[時地處人種年者]?|為何|如何"
    r"|多少|多久|幾|誰|怎[麼樣]+|是否|嗎|呢|[個者因]?是[由在]?|的時候|(?<!目)的|了(?!解)|於"
)
_ASKING_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "who whom whose when where which why can could should would will shall may must my me you your they their them "
        "this that these those there any many much long often happen please tell about under according have has had "
        "been was were",
    )
)


def normalised(question: str) -> str:
    """Returns a question in half-width signs and Traditional characters; what the user sees stays as it was typed.

    >>> normalised("ＳＯＰ－ＬＯＧ－００１ 软件更新")
    'SOP-LOG-001 軟件更新'
    """
    return _forms(question)[0]


def asked(question: str) -> list[str]:
    """Returns the tokens to look for; a question of nothing but question words keeps them.

    Args:
        question: As typed.

    Returns:
        Tokens as the index has them, repeats included; for a Simplified question Taiwan's other words too.

    >>> asked("请问软件是什么？")
    ['軟', '件', '軟件', '體', '軟體']
    """
    first, *others = (tokens(_ASKING.sub("|", form)) for form in _forms(question))
    found = first + [token for other in others for token in other if token not in first]
    return [token for token in found if token not in _ASKING_ENGLISH] or tokens(normalised(question))


def _forms(question: str) -> tuple[str, ...]:
    return traditional(question.translate(_NARROW))
