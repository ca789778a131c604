create function public.quine() returns text language plpgsql as $outer$
begin
  return $function$ it's \ $$ -- not a comment $function$;
end
$outer$;
