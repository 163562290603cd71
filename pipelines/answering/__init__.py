"""The one path from a question to an answer, walked alike by every arm, by `ask` and by the registered model."""
