"""What comes into the workspace from the anonymous channel."""
