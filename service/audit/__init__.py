"""The auditor's desk: a plan against a frame, against its sisters, against itself."""

from service.audit.engine import audit
from service.audit.types import AuditReport, Cell, Finding

__all__ = ["AuditReport", "Cell", "Finding", "audit"]
