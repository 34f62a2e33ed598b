"""Nghĩa vụ: the register of tasks and duties, its calendar and the picture of its deadlines."""
