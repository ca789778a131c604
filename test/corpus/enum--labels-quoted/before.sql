create type public."Answer" as enum ('yes', 'it''s no', 'maybe, "perhaps"', '');
