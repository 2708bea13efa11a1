"""Every write of the channel: one action, one entry in the channel's tree."""
