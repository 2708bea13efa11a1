"""One reader a format: bytes in, `Content` out. Readers run in the sandbox and may be handed anything."""
