"""Vectors on a Milvus server, for those who outgrow one machine; see docs/deployment.md."""
