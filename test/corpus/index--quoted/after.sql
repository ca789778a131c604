create schema "My App";
create table "My App"."Users" ("Email" text);
create index "Users.Email (lower)" on "My App"."Users" (upper("Email"));
