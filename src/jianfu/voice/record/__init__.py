"""What the channel keeps: ciphertext, states and days, and a tree over what was done."""
