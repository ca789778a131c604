alter role authenticated set lock_timeout to '1s';
