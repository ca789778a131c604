create publication feed with (publish_generated_columns = stored);
