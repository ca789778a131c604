create schema app;
create publication feed for tables in schema app;
