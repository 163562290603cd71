"""What can be configured about a judge."""

from dataclasses import dataclass

from pipelines.models.address import problem_with

METRICS = (
    "judged_right",
    "faithfulness",
    "factual_correctness",
    "response_relevancy",
    "judged_context_precision",
    "judged_context_recall",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeConfig:
    """A model behind an endpoint that scores answers besides the metrics that need none; none by default."""

    url: str = ""
    """An OpenAI-compatible endpoint up to its version, such as `http://localhost:8000/v1` of vLLM; questions, answers
    and the sources shown are sent there and nowhere else. Empty: no judge."""
    model: str = ""
    """The judge's name at the endpoint; another name needs a licence of its own."""
    api_key_env: str = ""
    """Name of the environment variable that holds the key, never the key itself; empty: the endpoint needs none."""
    metrics: tuple[str, ...] = METRICS
    """What it is asked, of the metrics in docs/judge.md; each costs one to four calls a question and arm."""
    floor: float = 0.6
    """What the lower end of κ's interval has to be above before a metric counts, −1 to 1; lower lets in judges that
    agree less with people."""
    embedder: str = ""
    """Embeds questions for `response_relevancy`: `package:multilingual_e5_small`, or a folder with a model of
    sentence-transformers; empty: that metric has no value."""
    max_tokens: int = 1024
    """Tokens that a reply may have; one that is cut off is a failed judgement. A model that thinks before it answers
    needs more."""
    json_schema: bool = True
    """Has the endpoint hold replies to the form asked for (`response_format`); false for one that refuses such
    calls, or for a model that has to think aloud first."""
    concurrency: int = 8
    """Calls at a time; as many as the endpoint works on at once keep it busy, and a kill may lose as many replies."""
    timeout: float = 300
    """Seconds for one call; one that takes longer is made again."""
    retries: int = 5
    """Times a call is made again when the endpoint is busy, fails or takes too long; the waits in between grow."""

    def __post_init__(self) -> None:
        """Refuses a judge that cannot be asked.

        Raises:
            ValueError: A value is missing or out of its range.
        """
        problem = problem_with(self.url, self.model)
        if unknown := [name for name in self.metrics if name not in METRICS]:
            problem = f"`metrics` has {unknown[0]}, and there are: {', '.join(METRICS)}"
        if not -1 <= self.floor < 1:
            problem = f"`floor` is {self.floor:g}, and it goes from -1 to below 1"
        if min(self.concurrency, self.max_tokens) < 1 or self.timeout <= 0 or self.retries < 0:
            problem = "`concurrency` and `max_tokens` go from 1, `retries` from 0, and `timeout` is above 0"
        if problem is not None:
            raise ValueError(problem)
