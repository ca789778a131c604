create publication feed with (publish = 'insert, update');
