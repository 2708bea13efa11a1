"""The anonymous channel 匿名投诉渠道: its own process, its own database, its own keys."""
