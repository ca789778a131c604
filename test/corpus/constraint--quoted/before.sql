create table public."Line.Items" ("Qty" integer, constraint "Qty (>0)" check ("Qty" > 0), constraint "a.b" unique ("Qty"));
