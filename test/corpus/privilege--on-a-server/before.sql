create foreign data wrapper pl_wrapper;
create server pl_server foreign data wrapper pl_wrapper;
