"""One cell read along the text, with what the model expected at each character."""
