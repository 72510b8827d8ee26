"""What the help pane says: views and controls, troubles, the glossary. No Qt here."""
