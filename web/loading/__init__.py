"""Nạp: files in, with what was understood and doubted of each; what is held, changed and removed."""
