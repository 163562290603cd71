"""Training: from examples to a LoRA adapter on a base model."""
