"""Answers every held-out question with one arm: the base model, the candidate, the champion or a baseline.

  python -m pipelines.answer arm=candidate

Answers go to data/answers/ARM.jsonl; running the same arm again gives the same bytes.
"""

from pathlib import Path

from pipelines.answer.config import Config
from pipelines.answering.arms import arm_named
from pipelines.runtime.folders import Folders
from pipelines.runtime.stage import Outcome, main


def work(config: Config) -> Outcome:
    """Answers with the configured arm.

    Args:
        config: The arm, the model, and how questions are retrieved for and answered.

    Returns:
        What was asked and what came back.
    """
    # Imported here, so that `--help` need not wait for the libraries behind it.
    from pipelines.answer.work import answer_arm

    arm = arm_named(config.arm)
    return answer_arm(arm, config, Folders(Path(config.data_dir)))


if __name__ == "__main__":
    main("answer", Config, work, __doc__)
