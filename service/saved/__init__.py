"""Saved searches: what somebody follows, and what of it is new to him."""
