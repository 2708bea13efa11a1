"""Is it getting lighter, and where did it go: series adjusted, breaks, warnings, what moved, what wore off."""
