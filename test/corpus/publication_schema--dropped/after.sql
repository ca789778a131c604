create schema app;
create publication feed;
