-- What pg_dump writes of before.sql.
create table public.t (state varchar(9), code varchar default 'it''s'::character varying, twice text generated always as (case when ((state)::text = any ((array['a'::character varying, 'b''c'::character varying])::text[])) then 'x'::text else null::text end) stored);
create index known on public.t using btree (code) where ((state)::text = any ((array['a'::character varying, ''::character varying])::text[]));
create index one on public.t using btree (code) where ((state)::text = 'a'::text);
create policy p on public.t using ((((state)::text <> all ((array['a, (b'::character varying, 'c]'::character varying])::text[])) or ((code)::text = 'x'::text)));
create view public.v as select t.state from public.t where (((t.state)::text = any ((array['a'::character varying, 'b'::character varying])::text[])) or ((t.state)::text = any (array['c'::text, 'd'::text])));
create function public.f() returns trigger language plpgsql as 'begin return new; end';
create trigger g before update on public.t for each row when (((new.state)::text = any ((array['a'::character varying, 'b'::character varying])::text[]))) execute function public.f();
create domain public.d as varchar constraint d_check check (((value)::text = any ((array['a'::character varying, 'b'::character varying])::text[])));
