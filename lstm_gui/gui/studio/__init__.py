"""The lyrics studio: write with the model, choose, and see where each character comes from."""
