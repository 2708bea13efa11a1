"""The background queue: who works on it, and what is taken up again when a worker has died."""
