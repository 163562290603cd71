"""The stage that answers the held-out questions, one arm a run."""
