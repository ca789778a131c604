create sequence public.ticket_numbers;
comment on sequence public.ticket_numbers is 'Never reuse.';
