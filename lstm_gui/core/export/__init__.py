"""What leaves the program for other programs: tables, a script, a report, TensorBoard, a film."""
