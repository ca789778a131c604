create extension hstore schema public;
