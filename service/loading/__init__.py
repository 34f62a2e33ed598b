"""Uploads: files kept aside, read with progress, taken when nothing stands against it, or asked about first."""

from service.loading.jobs import Jobs
from service.loading.types import Decision, Job, Policy, Upload

__all__ = ["Decision", "Job", "Jobs", "Policy", "Upload"]
