"""What questions have in common, taken out of each of them.

Some sections lie near to whatever is asked: a form's caption, a page of generalities. They would be among the first for
every question. So the mean of questions about anything is subtracted from a question's vector before it is compared.
"""

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from pipelines.language.script import language_of
from pipelines.retrieval.embedding import Embedder

LANGUAGES = ("en", "zh")
"""In the order of the rows of `common_of`."""

ANYTHING = {
    "en": (
        "How many days do I have to send it back?",
        "Who has to sign this before it goes out?",
        "What does it cost per month?",
        "Can I bring a guest along?",
        "Where do I find the form?",
        "Why was my request turned down?",
        "What happens if I miss the deadline?",
        "Do I need a receipt for that?",
        "When does the office open on Saturdays?",
        "Which tool should I use to report a problem?",
        "I lost my badge. What should I do first?",
        "Is there a discount for students?",
        "How long are the records kept?",
        "Who is in charge of the keys?",
        "What is the difference between the two plans?",
        "May I work from another country for a week?",
        "What is the third step of the procedure?",
        "How do I get access to the shared folder?",
        "Which colour stands for urgent?",
        "What is the maximum weight?",
        "Whom do I call at night?",
        "Are temporary staff covered as well?",
        "What does the term mean here?",
        "How often is the machine checked?",
        "In what year was the bridge built?",
        "What was he known for?",
        "How much is the fine for a first offence?",
        "Can the contract be ended early?",
        "What has to be written on the label?",
        "My parcel arrived broken. Who pays for it?",
        "Which documents do I have to bring?",
        "Does the rule apply to weekends too?",
    ),
    "zh": (
        "要在幾天內寄回去？",
        "出門前要給誰簽核？",
        "一個月多少錢？",
        "可以帶朋友一起來嗎？",
        "表單要去哪裡拿？",
        "為什麼我的申請被退件？",
        "過了期限會怎麼樣？",
        "這個需要附收據嗎？",
        "星期六幾點開門？",
        "要用哪個系統通報問題？",
        "識別證不見了，第一步要做什麼？",
        "學生有優惠嗎？",
        "紀錄要保存多久？",
        "鑰匙由誰保管？",
        "這兩種方案差在哪裡？",
        "可以在國外上班一個禮拜嗎？",
        "流程的第三步是什麼？",
        "共用資料夾的權限要怎麼申請？",
        "哪一種顏色代表緊急？",
        "最重可以到幾公斤？",
        "半夜要打電話給誰？",
        "臨時人員也適用嗎？",
        "這個名詞是什麼意思？",
        "機器多久檢查一次？",
        "這座橋是哪一年蓋的？",
        "他以什麼聞名？",
        "第一次違規罰多少？",
        "契約可以提前終止嗎？",
        "標籤上要寫什麼？",
        "包裹送到時壞了，誰要負責？",
        "需要帶哪些證件？",
        "假日也算在內嗎？",
    ),
}
"""Questions about nothing in particular, as many in each language, in people's own words."""

WORDING = sha256(repr(ANYTHING).encode()).hexdigest()


def common_of(embedder: Embedder) -> NDArray[np.float32]:
    """Returns the mean vectors of questions about anything.

    Args:
        embedder: What embeds questions.

    Returns:
        A row a language, in the order of `LANGUAGES`; shorter than unit length.
    """
    return np.stack([embedder.queries(ANYTHING[language]).mean(axis=0) for language in LANGUAGES]).astype(np.float32)


def without_common(
    vectors: NDArray[np.float32], queries: Sequence[str], common: NDArray[np.float32], share: float
) -> NDArray[np.float32]:
    """Takes out of questions what they have in common with all others in their language.

    Args:
        vectors: A row a question.
        queries: The questions.
        common: What `common_of` says of the same embedder.
        share: How much of it is taken out, 0 to 1.

    Returns:
        A row a question, of unit length, or of zeros where nothing is left.
    """
    rows = [LANGUAGES.index(language_of(query)) for query in queries]
    left = vectors - np.float32(share) * common[rows]
    length = np.linalg.norm(left, axis=1, keepdims=True)
    made: NDArray[np.float32] = (left / np.where(length > 0, length, 1)).astype(np.float32)
    return made
