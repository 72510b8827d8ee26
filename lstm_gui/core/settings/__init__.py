"""The settings of an experiment: frozen, validated values with ranges, units, help; presets."""
