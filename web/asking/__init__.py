"""Hỏi đáp: a question in one box, its answer with the passages that prove it."""
