"""What every stage stands on: errors, configuration, atomic files, progress, tracking."""
