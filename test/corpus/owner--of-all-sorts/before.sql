create role pl_owner;
create foreign data wrapper pl_own_wrapper;
create server pl_own_server foreign data wrapper pl_own_wrapper;
create schema app;
create table app.notes (id int, body text);
create publication pl_pub for table app.notes;
create statistics app.stats on id, body from app.notes;
create collation app.german (provider = icu, locale = 'de');
create text search configuration app.words (parser = default);
