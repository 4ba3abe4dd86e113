"""The questionnaire's file format: from Markdown and YAML to a questionnaire, or its faults."""
