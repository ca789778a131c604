create role pl_super superuser login;
