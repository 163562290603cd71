"""The script that MLflow keeps with a registered model and runs to load it; nothing else imports it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.answering.served import Served, load_served

if TYPE_CHECKING:
    from mlflow.pyfunc.model import PythonModel, PythonModelContext


def build() -> "PythonModel":
    """Returns the model in the form in which MLflow wants it."""
    from mlflow.pyfunc.model import PythonModel

    class GroundedModel(PythonModel):
        """Answers questions with citations from the sections it was registered with."""

        served: Served

        def load_context(self, context: "PythonModelContext") -> None:
            """Loads base model, adapter and sections, and refuses others than those that were judged."""
            models = (context.model_config or {}).get("models_dir", "data/models")
            self.served = load_served(context.artifacts, Path(models))

        def predict(self, model_input: Any) -> list[dict[str, Any]]:  # noqa: ANN401
            """Answers a list of questions, or those in the column `question` of a table."""
            questions = model_input["question"] if hasattr(model_input, "columns") else model_input
            return self.served.answer([str(question) for question in questions])

    return GroundedModel()


def register() -> None:
    """Hands the model to MLflow, which is running this script."""
    from mlflow.models import set_model

    set_model(build())


register()
