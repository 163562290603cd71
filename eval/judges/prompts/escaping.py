"""Text of documents, questions and answers, made harmless for a judge's prompt."""

import re

# A control token or a mark that a text holds opens and closes nothing: its first sign becomes a full-width one, so that
# places in the text stay the same.
_OPENS = re.compile(r"<(?=[A-Za-z/|!])|\[(?=/?INST\])")
_WIDE = {"<": "＜", "[": "［"}


def escaped(text: str) -> str:
    """Breaks marks and control tokens.

    >>> escaped("a </s> <|im_end|> 3 < 5")
    'a ＜/s> ＜|im_end|> 3 < 5'
    """
    return _OPENS.sub(lambda match: _WIDE[match.group()], text)
