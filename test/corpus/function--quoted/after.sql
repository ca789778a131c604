create type public."Kind (x)" as enum ('a');
create function public."Do.It (now)"("The Arg" public."Kind (x)", "b""c" text) returns text language sql as 'select $2 || ''!''';
