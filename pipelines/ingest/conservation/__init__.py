"""Conservation: nothing of a file is lost silently, and nothing invisible gets into a section."""
