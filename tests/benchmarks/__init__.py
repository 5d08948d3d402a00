"""The benchmark that stays: ``python -m tests.benchmarks``; described in README.md beside this file."""
