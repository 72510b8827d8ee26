"""All cells of a layer: what each follows in the text, and how long it remembers."""
