import { describe, expect, test } from 'vitest'
import { unqualifyView } from '../../../functions/collect/views-15.ts'

/** Name, what PostgreSQL 15 prints, what 16 and later print. */
const CASES: [name: string, printed: string, wanted: string][] = [
  ['one table', 'as SELECT users.id,\n users.name\n FROM public.users;', 'as SELECT id,\n name\n FROM public.users;'],
  ['an alias', 'as SELECT u.id FROM public.users u WHERE u.id > 1;', 'as SELECT id FROM public.users u WHERE id > 1;'],
  ['a quoted table', 'as SELECT "My T"."A b" FROM public."My T";', 'as SELECT "A b" FROM public."My T";'],
  ['a quoted alias with a quote', 'as SELECT "a""b".id FROM public.t "a""b";', 'as SELECT id FROM public.t "a""b";'],
  ['ONLY', 'as SELECT t.id FROM ONLY public.t;', 'as SELECT id FROM ONLY public.t;'],
  [
    'clauses behind',
    'as SELECT t.a, count(t.b) AS n FROM public.t GROUP BY t.a HAVING count(t.b) > 1 ORDER BY t.a LIMIT 3;',
    'as SELECT a, count(b) AS n FROM public.t GROUP BY a HAVING count(b) > 1 ORDER BY a LIMIT 3;',
  ],
  [
    'options before it',
    'with (security_invoker=true) as SELECT t.id FROM public.t;',
    'with (security_invoker=true) as SELECT id FROM public.t;',
  ],
  ['a function', 'as SELECT g.g FROM generate_series(1, 3) g(g);', 'as SELECT g FROM generate_series(1, 3) g(g);'],
  [
    'a function with ordinality',
    'as SELECT f.v, f.n FROM unnest(ARRAY[1, 2]) WITH ORDINALITY f(v, n);',
    'as SELECT v, n FROM unnest(ARRAY[1, 2]) WITH ORDINALITY f(v, n);',
  ],
  [
    'a sample',
    'as SELECT t.id FROM public.t TABLESAMPLE bernoulli (10) WHERE t.id > 0;',
    'as SELECT id FROM public.t TABLESAMPLE bernoulli (10) WHERE id > 0;',
  ],
  [
    'a query in FROM',
    'as SELECT s.id FROM ( SELECT t.id FROM public.t) s;',
    'as SELECT id FROM ( SELECT t.id FROM public.t) s;',
  ],
  [
    'a query in WHERE keeps its own names',
    'as SELECT t.id FROM public.t WHERE (EXISTS ( SELECT 1 FROM public.u WHERE u.t = t.id));',
    'as SELECT id FROM public.t WHERE (EXISTS ( SELECT 1 FROM public.u WHERE u.t = t.id));',
  ],
  [
    'EXTRACT … FROM',
    'as SELECT EXTRACT(year FROM t.at) AS y FROM public.t;',
    'as SELECT EXTRACT(year FROM at) AS y FROM public.t;',
  ],
  [
    'TRIM … FROM',
    `as SELECT TRIM(BOTH 'x' FROM t.a) AS a FROM public.t;`,
    `as SELECT TRIM(BOTH 'x' FROM a) AS a FROM public.t;`,
  ],
  [
    'IS DISTINCT FROM before FROM',
    'as SELECT (t.a IS DISTINCT FROM t.b) AS d FROM public.t WHERE (t.a IS DISTINCT FROM t.b);',
    'as SELECT (a IS DISTINCT FROM b) AS d FROM public.t WHERE (a IS DISTINCT FROM b);',
  ],
  [
    'a CTE keeps its own names',
    'as WITH c AS ( SELECT t.id FROM public.t) SELECT c.id FROM c;',
    'as WITH c AS ( SELECT t.id FROM public.t) SELECT id FROM c;',
  ],
  [
    'strings with parentheses, names and quotes',
    `as SELECT t.a || '(t.a FROM "x, it''s'::text AS b FROM public.t;`,
    `as SELECT a || '(t.a FROM "x, it''s'::text AS b FROM public.t;`,
  ],
  [
    'an escape string',
    String.raw`as SELECT E'\\'::text || t.a AS b FROM public.t;`,
    String.raw`as SELECT E'\\'::text || a AS b FROM public.t;`,
  ],
  ['a whole row', 'as SELECT t.*::public.t AS t FROM public.t;', 'as SELECT t.*::public.t AS t FROM public.t;'],
  [
    'a schema with the name of the table',
    'as SELECT t.id::t.kind AS id FROM t.t WHERE t.f(t.id);',
    'as SELECT id::t.kind AS id FROM t.t WHERE t.f(id);',
  ],
  ['VALUES', 'as SELECT v.a FROM (VALUES (1), (2)) v(a);', 'as SELECT a FROM (VALUES (1), (2)) v(a);'],
  ['letters beyond ASCII', 'as SELECT größe.länge FROM public.größe;', 'as SELECT länge FROM public.größe;'],
]

/** What all versions print alike. */
const UNTOUCHED = [
  'as SELECT a.id, b.id AS other FROM public.a JOIN public.b ON a.id = b.a;',
  'as SELECT a.id FROM public.a, public.b;',
  'as SELECT a.id FROM public.a UNION SELECT b.id FROM public.b;',
  'as SELECT t.id FROM public.t UNION ALL SELECT t.id FROM public.t;',
  'as SELECT 1 AS one;',
  'as VALUES (1), (2);',
  'as SELECT u.id FROM public.t LEFT JOIN public.u ON u.t = t.id;',
]

describe('a view as PostgreSQL 15 prints it', () => {
  test.each(CASES)('%s: columns lose the name of the only relation', (_, printed, wanted) => {
    expect(unqualifyView(printed)).toBe(wanted)
  })

  test.each(CASES)('%s: what newer versions print stays', (_, __, wanted) => {
    expect(unqualifyView(wanted)).toBe(wanted)
  })

  test.each(UNTOUCHED)('stays: %s', (printed) => expect(unqualifyView(printed)).toBe(printed))
})
