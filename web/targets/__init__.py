"""Chỉ tiêu: the table of targets by document, the picture and the page of an indicator."""
