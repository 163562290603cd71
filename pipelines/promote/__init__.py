"""The command that decides whether the candidate may become the champion."""
