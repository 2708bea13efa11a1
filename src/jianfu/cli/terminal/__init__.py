"""What the person at the keyboard sees: Chinese help, messages, progress."""
