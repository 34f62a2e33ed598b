"""Sơ đồ dẫn chiếu: which document carries out which, drawn by level, and the same as lists."""
