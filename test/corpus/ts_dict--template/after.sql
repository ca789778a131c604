create text search dictionary public.plain (template = snowball, language = english);
