create schema app;
create table public.users (id uuid primary key);
create table app.users (id uuid primary key);
create table app.posts (author uuid constraint author references app.users);
