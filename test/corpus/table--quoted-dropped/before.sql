create table public."Weird.Table (v2) ""x""" ("Select" integer primary key, "ключ – naïve" text);
create index "Weird.Index (a, b)" on public."Weird.Table (v2) ""x""" ("ключ – naïve");
comment on column public."Weird.Table (v2) ""x"""."Select" is 'it''s (quoted).';
