"""Answers by kind: each module answers one kind of question and registers itself."""
