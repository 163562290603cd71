"""Stages from a folder of company documents to a registered, grounded model."""

from pipelines.runtime.offline import silence

silence()
