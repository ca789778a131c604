create extension hstore schema extensions;
