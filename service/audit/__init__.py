"""The auditor's desk: a plan against a frame, against its sisters, against itself."""

from service.audit.engine import audit
from service.audit.types import AuditReport, Finding, MatrixCell

__all__ = ["AuditReport", "Finding", "MatrixCell", "audit"]
