"""Bàn kiểm tra: plans against a frame and against themselves, findings to accept or dismiss, the report."""
