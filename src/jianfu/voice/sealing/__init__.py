"""What makes a complaint unreadable to all but its readers: codes, boxes, envelopes, keys and their shares."""
