"""Jianfu 减负: measures, stops and removes the administrative burden put on townships and villages."""

__version__ = "0.1.0"
