"""Tracuu as tools for assistants that speak the Model Context Protocol: ``tracuu mcp``."""
