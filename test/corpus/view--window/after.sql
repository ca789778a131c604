create table public.scores (player text, game text, points integer);
create view public.ranks as
  select player, rank() over w as rank, sum(points) over (partition by game order by points rows between 2 preceding and current row) as moving
  from public.scores window w as (partition by game order by points desc);
