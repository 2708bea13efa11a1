"""Files → rows: one reader a format, register recognition, preview, import."""
