"""The structure of a document: parts, ordinals proved by sequence, headings, rows of tables."""
