"""What can be configured about a teacher."""

from dataclasses import dataclass

from pipelines.models.address import problem_with


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherConfig:
    """A model behind an endpoint that writes questions besides those made from the sections; none by default."""

    url: str = ""
    """An OpenAI-compatible endpoint up to its version, such as `http://localhost:8000/v1` of vLLM; sections are sent
    there and nowhere else. Empty: no teacher."""
    model: str = ""
    """The teacher's name at the endpoint; another name is asked everything anew."""
    api_key_env: str = ""
    """Name of the environment variable that holds the key, never the key itself; empty: the endpoint needs none."""
    max_sections: int = 500
    """Sections it is asked about at most, drawn by the seed; each costs up to three calls, and one that was asked about
    before costs none."""
    questions_per_section: int = 3
    """New questions asked for a section; 0: other wordings alone."""
    wordings: int = 2
    """Other wordings asked for each of a section's facts; 0: none."""
    share_other_language: float = 0.2
    """Share of the sections whose facts are asked for in the other language as well, 0 to 1."""
    concurrency: int = 8
    """Calls at a time; as many as the endpoint works on at once keep it busy, and a kill may lose as many replies."""
    timeout: float = 300
    """Seconds for one call; one that takes longer is made again."""
    retries: int = 5
    """Times a call is made again when the endpoint is busy, fails or takes too long; the waits in between grow."""

    def __post_init__(self) -> None:
        """Refuses a teacher that cannot be asked.

        Raises:
            ValueError: A value is missing or out of its range.
        """
        problem = problem_with(self.url, self.model)
        if not 0 <= self.share_other_language <= 1:
            problem = f"`share_other_language` is {self.share_other_language:g}, and it goes from 0 to 1"
        if min(self.concurrency, self.max_sections) < 1 or self.timeout <= 0:
            problem = "`concurrency` and `max_sections` go from 1, `timeout` is above 0"
        if min(self.questions_per_section, self.wordings, self.retries) < 0:
            problem = "`questions_per_section`, `wordings` and `retries` go from 0"
        if problem is not None:
            raise ValueError(problem)
