"""Whether scores are fair: bands, chances, stability, what effort buys, and the gate before publication."""
