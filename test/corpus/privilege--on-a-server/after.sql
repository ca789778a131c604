create foreign data wrapper pl_wrapper;
create server pl_server foreign data wrapper pl_wrapper;
grant usage on foreign server pl_server to authenticated;
grant usage on foreign data wrapper pl_wrapper to authenticated;
