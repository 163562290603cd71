"""Whether a tuned model earns its place, on documents nobody tuned it for."""
