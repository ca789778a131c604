create schema "App";
create publication feed for tables in schema "App";
