"""Whether the machine that the channel runs on keeps what its pages promise."""
