"""Where the kernels run: one module an engine. Every engine gives the same pairs."""
