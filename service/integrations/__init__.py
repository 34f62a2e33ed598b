"""Tracuu inside other programs: as tools of assistants (``tracuu mcp``), as a retriever of LangChain."""
