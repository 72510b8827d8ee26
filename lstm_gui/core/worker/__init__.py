"""The engine thread: commands go in, events come out; it trains one run at a time and its twin."""
