"""A model: what the engine offers, what a cell is, its weights, writing with it, its file."""
