"""Commands that tell what a place bears: the report and the burden in hours."""
