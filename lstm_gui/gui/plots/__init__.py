"""The plots of a run: perplexity, and the strips of the training panel below it."""
