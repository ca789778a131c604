create table public.t (state varchar(9), code varchar default 'it''s', twice text generated always as (case when state in ('a', 'b''c') then 'x' end) stored);
create index known on public.t (code) where state in ('a', '');
create index one on public.t (code) where state in ('a');
create policy p on public.t using (state not in ('a, (b', 'c]') or code in ('x'));
create view public.v as select state from public.t where state in ('a', 'b') or state = any (array['c', 'd']);
create function public.f() returns trigger language plpgsql as 'begin return new; end';
create trigger g before update on public.t for each row when (new.state in ('a', 'b')) execute function public.f();
create domain public.d as varchar check (value in ('a', 'b'));
