create schema old_name;
create table old_name.things (id integer primary key, label text);
alter schema old_name rename to new_name;
