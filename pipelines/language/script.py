"""Which language a text is in, as far as this product needs to know."""

import re

from pipelines.records.section import Language

# CJK ideographs: the unified block, extension A, compatibility ideographs, and the supplementary planes.
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def language_of(text: str) -> Language:
    """Returns `zh` for a text with at least one Han character, else `en`.

    >>> language_of("SOP-LOG-001 出貨"), language_of("Who approves it?")
    ('zh', 'en')
    """
    return "zh" if HAN.search(text) else "en"
