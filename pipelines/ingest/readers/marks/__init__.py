"""Marks that Markdown's dialects add: footnotes, and the tags of site generators."""
