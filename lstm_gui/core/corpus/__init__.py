"""The text a model learns from: opened, decoded, cleaned, counted and turned into batches."""
