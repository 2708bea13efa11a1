"""What the words of titles and bodies say of a matter: keys, senders, differences, shared text."""
