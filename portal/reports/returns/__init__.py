"""What organisations said in their returns, as tables. Pure."""
