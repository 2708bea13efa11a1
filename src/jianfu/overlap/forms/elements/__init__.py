"""Data elements 数据元: the dictionary, and what a heading of a form means by it."""
