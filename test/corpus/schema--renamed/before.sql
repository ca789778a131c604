create schema old_name;
create table old_name.things (id integer primary key, label text);
