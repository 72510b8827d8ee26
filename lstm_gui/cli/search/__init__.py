"""`lstm-gui search`: try ranges of settings, alone or together with other processes."""
