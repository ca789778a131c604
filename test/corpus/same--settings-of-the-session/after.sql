set datestyle = 'German';
set timezone = 'Asia/Tokyo';
set intervalstyle = 'iso_8601';
set bytea_output = 'escape';
set extra_float_digits = -5;
set quote_all_identifiers = on;
create table public.t (a timestamptz default '2025-03-01 12:00:00Z', b interval default '1 day 02:00', c bytea default '\x00ff', d float8 default 0.1, e date default '2025-03-01'::date);
