"""What is measured about datasets: leaks, distractors, speed."""
