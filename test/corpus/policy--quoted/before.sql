create table public."Docs" (id integer);
create policy "Users can read their own docs." on public."Docs" for select using (id = 1);
create policy "a ""b"" (c)" on public."Docs" for select using (id = 1);
