"""What organisations said in their returns, all together; and their texts, coded into themes."""
