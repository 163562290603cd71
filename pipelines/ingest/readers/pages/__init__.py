"""HTML: text as a browser prints it, tables with their spans, and what a page hides."""
