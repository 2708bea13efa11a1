"""Uploaded bytes on their way to the disk: how much may come, what is left out, where it lies."""
