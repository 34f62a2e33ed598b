"""A file in, a Document out: files, Vietnamese document structure, facts. Knows no index."""
