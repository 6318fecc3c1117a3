"""The map of the network: its geometry, how it is drawn, and where the names stand."""
