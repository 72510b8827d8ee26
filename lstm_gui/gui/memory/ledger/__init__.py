"""The ledger: what a cell kept, forgot, wrote and showed at one character."""
