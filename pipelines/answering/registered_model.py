"""The script that MLflow keeps with a registered model and runs to load it; nothing else imports it."""

from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.answering.served import DEFAULT_MODELS, Served, load_served

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
            models = (context.model_config or {}).get("models_dir", DEFAULT_MODELS)
            self.served = load_served(context.artifacts, Path(models))

        # MLflow takes annotations here for the signature; the one given when the model is logged says more.
        def predict(self, context, model_input):  # type: ignore[no-untyped-def, override]  # noqa: ANN001, ANN202, ARG002
            """Answers the questions in the one column of a table, which is what MLflow makes of a list as well."""
            return self.served.answer([str(question) for question in model_input.iloc[:, 0]])

    return GroundedModel()


def register() -> None:
    """Hands the model to MLflow, which is running this script."""
    from mlflow.models import set_model

    set_model(build())


register()
