"""Did a measure work: planned before its data come in, compared with places it did not reach, and judged three ways."""
