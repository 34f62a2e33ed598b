"""Signing in and out, one's own account, and the administrator's page."""
