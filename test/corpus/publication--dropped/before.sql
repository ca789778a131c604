create publication all_of_it for all tables;
