"""The kernels' source, which `build.py` compiles ahead of time; the program imports none of it."""
