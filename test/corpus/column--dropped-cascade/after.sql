create table public.files (id integer primary key, size bigint not null, mime text, check (size > 0 and mime <> ''));
create index files_size on public.files (size desc);
create view public.big_files as select id from public.files where size > 1000000;
alter table public.files drop column size cascade;
