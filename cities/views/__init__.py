"""Public pages of the network, one module a kind of record."""
