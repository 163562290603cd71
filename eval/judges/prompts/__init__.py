"""What a judge is asked: RAGAS' own words for English, ours for Traditional Chinese, and one question of our own."""

from eval.judges.prompts.escaping import escaped
from eval.judges.prompts.rendering import SYSTEM, Shape, chinese
from eval.judges.prompts.right import right_prompt

__all__ = ["SYSTEM", "Shape", "chinese", "escaped", "right_prompt"]
