"""See the memory: pure functions over a trace that say what each cell holds, and why."""
