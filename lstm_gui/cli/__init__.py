"""The program without a window: train, generate, search, bench and doctor."""
