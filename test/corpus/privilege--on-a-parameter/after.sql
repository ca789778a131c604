grant set on parameter log_min_duration_statement to authenticated;
