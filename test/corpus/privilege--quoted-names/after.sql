create schema "my/App";
create table "my/App"."the Notes" ("the Id" int);
create role "pl role/a";
grant select on "my/App"."the Notes" to "pl role/a";
grant update ("the Id") on "my/App"."the Notes" to "pl role/a" with grant option;
