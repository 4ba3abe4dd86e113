"""Accounts, signing in, and what each person may reach."""
