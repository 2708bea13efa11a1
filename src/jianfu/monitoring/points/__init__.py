"""Which townships and villages stand for all: drawn among balanced panels, with chances that are exactly known."""
