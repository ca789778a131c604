alter role authenticated set lock_timeout to '1s';
alter role authenticated reset lock_timeout;
