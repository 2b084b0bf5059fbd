"""How fast the line is, how it grows, and how far it is from what its tools need anyway. See README.md."""
