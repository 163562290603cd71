"""Questions about tables: one module for each kind."""
