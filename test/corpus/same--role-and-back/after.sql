create role pl_plain password 'x';
grant usage on schema public to pl_plain;
alter role pl_plain bypassrls login;
alter role pl_plain nobypassrls nologin password 'y';
alter role pl_plain set work_mem to '8MB';
alter role pl_plain reset work_mem;
grant pl_plain to anon;
revoke pl_plain from anon;
