"""A persistent index of sent notices: a draft is compared with all of them while it is being typed."""
