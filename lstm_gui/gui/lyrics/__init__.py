"""The lyrics: what the model writes on request, and the samples of the recipe."""
