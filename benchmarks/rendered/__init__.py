"""Documents rendered to every format from one known source, and how much of it a reader brings back."""
