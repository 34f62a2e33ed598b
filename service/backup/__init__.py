"""A data folder in one file, and back: what cannot be made again, with its hashes and counts."""

from service.backup.manifest import Manifest
from service.backup.restoring import restore, verify
from service.backup.saving import backup

__all__ = ["Manifest", "backup", "restore", "verify"]
