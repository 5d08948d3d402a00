"""What whoever runs the dashboard sees of it: health, logs, metrics."""
