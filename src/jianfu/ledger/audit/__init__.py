"""A log of every write that cannot be rewritten unseen: an RFC 6962 tree with signed checkpoints."""
