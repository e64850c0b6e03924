"""The error that translators and plans share with results."""

from .files.pipeline import ChangedMeanwhileError

__all__ = ["ChangedMeanwhileError"]
