"""The clearance desk in the browser."""
