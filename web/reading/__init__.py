"""Văn bản: the list of documents and the reader."""
