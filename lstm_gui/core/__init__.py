"""The core: text, settings, training, memory as plain values. No Qt and no MXNet here."""
