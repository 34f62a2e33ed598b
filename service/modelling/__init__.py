"""Models of one's own: which are ready and what they cost, and training one on the documents held."""
