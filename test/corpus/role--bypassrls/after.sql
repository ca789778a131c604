alter role anon bypassrls;
