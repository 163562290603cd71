"""Scores every arm's answers, sums them up with intervals, and shows whether tuning helped.

  python -m pipelines.score

Scores, summaries and a report go to data/scores, or with `arms=all`, which takes the diagnoses in, to data/evaluation;
one run an arm goes to the tracking store.
"""

from pathlib import Path

from pipelines.runtime.folders import Folders
from pipelines.runtime.stage import Outcome, main
from pipelines.score.config import Config


def work(config: Config) -> Outcome:
    """Scores the configured arms.

    Args:
        config: Which arms, and where runs are filed.

    Returns:
        What was scored.
    """
    from pipelines.score.work import score_answers

    return score_answers(config, Folders(Path(config.data_dir)))


if __name__ == "__main__":
    main("score", Config, work, __doc__)
