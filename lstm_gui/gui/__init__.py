"""The window: PySide6 and pyqtgraph over the core. Never MXNet, never the engine."""
