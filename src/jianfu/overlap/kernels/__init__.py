"""Near-equal texts found fast: pure functions over columns of UTF-8 bytes, compiled, without Python objects inside."""
