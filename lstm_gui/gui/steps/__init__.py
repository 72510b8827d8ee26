"""A training step in slow motion: forward, loss, backward, clip, update."""
