"""The handler's desk 受理台: on the handler's own computer, where alone complaints can be read."""
