"""Official Chinese → facts. Plain functions: text in, frozen facts out; time comes in as an argument."""
