"""Visits and rooms 督查检查、阵地牌子、应用: the same thing asked of one place more than once."""
