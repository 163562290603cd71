"""The command that answers one question and shows the evidence."""
