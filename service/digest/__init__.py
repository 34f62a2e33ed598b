"""Digests of saved searches: what is new, what falls due; as files, feeds and letters."""
