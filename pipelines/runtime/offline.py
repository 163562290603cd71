"""The switches that keep every library silent on the network."""

import os

# Each name was found by watching what a library does when nobody asks it to; none may be set later than the
# library's import, hence this module has no imports of its own beyond the standard library.
SWITCHES: dict[str, str] = {
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "DVC_NO_ANALYTICS": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "LANGSMITH_TRACING": "false",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    # One bar an artifact, on the error stream, for copies on one disk.
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    # MLflow asks a public host for token prices on every traced span unless the catalogue is empty.
    "MLFLOW_MODEL_CATALOG_URI": "",
    # MLflow's judges fall back to a commercial endpoint; an unusable name makes that an error instead.
    "MLFLOW_GENAI_JUDGE_DEFAULT_MODEL": "none:/no-judge-configured",
    "MLFLOW_SKIP_PIP_REQUIREMENTS_CHECK": "true",
    "RAGAS_DO_NOT_TRACK": "true",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_OFFLINE": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "VLLM_NO_USAGE_STATS": "1",
}

HUB_SWITCHES = ("HF_DATASETS_OFFLINE", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")


def silence() -> None:
    """Turns off telemetry, price look-ups and hub access of every library for this process and its children."""
    os.environ.update(SWITCHES)


def allow_hub() -> None:
    """Lifts the hub switches alone, for a user whose config says `model.allow_network: true`."""
    for name in HUB_SWITCHES:
        os.environ[name] = "0"
