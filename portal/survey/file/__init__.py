"""A questionnaire's file is Markdown and YAML, from which come a questionnaire or its faults."""
