"""Every text of the report in both languages; the page shows the one that its reader chose."""

from html import escape

from eval.outcomes import Outcome


def both(english: str, chinese: str) -> str:
    """Returns markup that shows one of two texts, escaped."""
    return f'<span class="e" lang="en">{escape(english)}</span><span class="z" lang="zh-Hant">{escape(chinese)}</span>'


def both_in_chart(english: str, chinese: str, place: str) -> str:
    """Returns two `<text>` elements at one place of a drawing; the letters are drawn by the browser.

    Args:
        english: The English text.
        chinese: The Chinese text.
        place: Attributes such as `x="1" y="2"`.

    Returns:
        The elements, of which the page shows one.
    """
    return (
        f'<text class="e" lang="en" {place}>{escape(english)}</text>'
        f'<text class="z" lang="zh-Hant" {place}>{escape(chinese)}</text>'
    )


OUTCOME_WORDS: dict[Outcome, tuple[str, str]] = {
    "regressed": ("regressed", "退步"),
    "fixed": ("fixed", "改善"),
    "both right": ("both right", "皆正確"),
    "both wrong": ("both wrong", "皆錯誤"),
    "unscored": ("not scored", "未評分"),
}

COLUMN_WORDS = {
    "grounded": ("right, and its paragraph cited", "答對且引用正確段落"),
    "correctness": ("correctness", "正確度"),
    "citation_f1": ("citation F1", "引用 F1"),
    "refusal_f1": ("refusal F1", "拒答 F1"),
    "answered_ratio": ("answered", "作答比率"),
}

UNANSWERABLE = "unanswerable"
KINDS = {
    "faq": ("question-and-answer list", "問答集"),
    "heading": ("rule under a heading", "標題下的規定"),
    "step": ("step of a procedure", "程序步驟"),
    "table": ("table", "表格"),
    "comparison": ("comparison of table rows", "表格列比較"),
    "extreme": ("most or least in a table", "表格極值"),
    "exchange": ("support exchange", "客服對話"),
    "definition": ("definition", "定義"),
    "sentence": ("sentence", "句子"),
    "two": ("two sections together", "跨兩個段落"),
    "teacher": ("written by a teacher model", "教師模型撰寫"),
    "sheet": ("written by a person", "人工撰寫"),
    UNANSWERABLE: ("not in the documents", "文件未載明"),
}
"""Where a question comes from, or that the documents do not answer it."""


CLASSES = {
    "codes": ("names a code or number", "提到代號或數字"),
    "other_language": ("in another language than the section", "與段落不同語言"),
    "same_words": ("in the section's words", "用段落的字詞"),
    "paraphrase": ("in other words", "換句話說"),
    "zh": ("Chinese", "中文"),
    "en": ("English", "英文"),
    "all": ("all", "全部"),
}

ARMS = {
    "extractive": ("best sentence, no model", "不用模型，摘最佳句"),
    "base_few_shot": ("base model with examples", "原模型加範例"),
    "base": ("base model", "原模型"),
    "candidate": ("candidate, tuned", "微調後的候選"),
    "champion": ("champion, in service", "現役模型"),
}


def arm_words(arm: str) -> tuple[str, str]:
    """Returns an arm's name with a word of what it is, in both languages."""
    if arm not in ARMS:
        return arm, arm
    english, chinese = ARMS[arm]
    return f"{arm} ({english})", f"{arm}（{chinese}）"
