"""PowerPoint: paragraphs with their printed marks, and shapes in reading order."""
