create schema "my/App";
create table "my/App"."the Notes" ("the Id" int);
create role "pl role/a";
