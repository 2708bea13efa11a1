"""`jianfu overlap`: the same thing asked twice, among what was sent and before it is sent."""
