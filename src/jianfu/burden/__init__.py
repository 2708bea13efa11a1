"""What demands cost: hours, paper and money, always as intervals. See docs/methods/burden.md."""
