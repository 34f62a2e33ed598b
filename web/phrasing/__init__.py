"""Diễn đạt: what a language model makes of an answer, below it and marked as such."""
