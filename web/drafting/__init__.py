"""Bàn soạn thảo: how others word a clause, what a draft should cite, how such documents are usually laid out."""
