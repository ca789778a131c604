import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { cut, digestsOf, firstDifference } from '../../../functions/journal/supabase/digests.ts'
import { tokensIn } from '../../../functions/journal/supabase/tokens.ts'

/** How two texts differ. */
async function difference(a: string[], b: string[]): Promise<string> {
  const [one, two] = await Promise.all([digestsOf(a), digestsOf(b)])
  if (one.code !== two.code) return `statement ${firstDifference(one, two)}`
  expect(firstDifference(one, two)).toBeNull()
  return one.layout !== two.layout ? 'comments' : one.text !== two.text ? 'white space' : 'nothing'
}

test.each([
  ['create table a (id int);\ncreate table b ();\n', ['create table a (id int)', 'create table b ()'], 'nothing'],
  ['\uFEFFselect 1;;\n;', ['select 1'], 'nothing'],
  ['', [], 'nothing'],
  ['select 1 -- one\n; select 2', ['select 1 -- one', 'select 2'], 'nothing'],
  ['select 1;\n-- the end', ['select 1', '-- the end'], 'nothing'],
  ['select 1;\r\nselect 2;\r\n', ['select 1', 'select 2'], 'nothing'],
  // As `supabase migration fetch` writes it.
  ['select 1;\n-- the end;\n', ['select 1', '-- the end'], 'nothing'],
  // As the dashboard and the Management API keep it.
  ['select 1;\nselect 2;\n', ['select 1;\nselect 2;\n'], 'nothing'],
  // Older CLIs cut inside of it.
  ['create function f() begin atomic select 1; end;', ['create function f() begin atomic select 1', 'end'], 'nothing'],
  ['create table a (\r\n  id int\r\n);', ['create table a (\n  id int\n)'], 'white space'],
  ['create table a (id int,b int);', ['create table a ( id int, b int )'], 'white space'],
  ['select $$a\r\nb$$;', ['select $$a\nb$$'], 'white space'],
  ['-- why\nselect 1;', ['select 1'], 'comments'],
  ['select 1; -- why', ['select 1'], 'comments'],
  ['select /* a /* b */ ; c */ 1;', ['select 1'], 'comments'],
  ['select 1; select 3;', ['select 1', 'select 2'], 'statement 2'],
  ['select 1; select 2; select 3;', ['select 1', 'select 2'], 'statement 3'],
  ['select 1;', ['select 0', 'select 1'], 'statement 1'],
  ["select 'a  b';", ["select 'a b'"], 'statement 1'],
  ["select ';', e'it\\'s;', \"a;b\", $x$;$$;$x$;", ["select ';', e'it\\'s;', \"a;b\", $x$;$$;$x$"], 'nothing'],
  ["select '--', 1;", ["select '--'"], 'statement 1'],
  ['select a;', ['SELECT a'], 'statement 1'],
  ['select a b;', ['select ab'], 'statement 1'],
  ["select 'never closed; select 2", ["select 'never closed; select 1"], 'statement 2'],
])('%j and %j differ in %s', async (file, kept, expected) => expect(await difference([file], kept)).toBe(expected))

test('what the Supabase CLI 3.1.0 wrote of a file is that file', async () => {
  // Taken from a database to which `supabase db push` was run.
  const kept = [
    '-- what happened\ncreate schema audit',
    "create table audit.events (id int, note text default 'a;\"b\\' , at timestamptz )",
    '-- a note; with a semicolon\ncreate function audit.f() returns int language sql begin atomic\n  select 1; select 2;\nend',
    'create function audit.g() returns int language plpgsql as $body$\nbegin\n  -- $$ ; $$\n  return 1;\nend;\n$body$',
    'create rule r as on insert to audit.events do also (select 1; select 2)',
    "select e'it\\'s; here'",
    '/* the /* end; */ ; */',
  ]
  const file = `${kept.slice(0, -1).join(';\n\n')};\n${kept.at(-1)}\n`
  expect(await difference([file], kept)).toBe('nothing')
})

const STATEMENTS = [
  'create table a (id int default 1, b text)',
  "insert into a values (1, 'x; y''z')",
  "select e'\\';', \"odd;name\"",
  'create function f() returns int language plpgsql as $$ begin return 1; end; $$',
  'create function g() returns int begin atomic select 1; select 2; end',
  'create rule r as on insert to a do also (select 1; select 2)',
  '-- a note; with a semicolon\nselect 1',
  'select /* one; /* two; */ */ 2',
  'select $1, a$b$c from t',
  'do $x$ begin perform $$;$$; end $x$',
]

test('however a text was cut at its semicolons and trimmed, its digests are the same', async () => {
  const statement = fc.constantFrom(...STATEMENTS)
  const blank = fc.constantFrom('', ' ', '\n', '\n\n-- between\n', '\t')
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(statement, blank), { maxLength: 8 }),
      fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
      async (all, cuts) => {
        const text = all.map(([sql, after]) => `${sql};${after}`).join('')
        const parts = ['']
        for (const [i, { kind, text: own }] of tokensIn(text).entries()) {
          if (kind === 'end' && cuts[i % 40]) parts.push('')
          else parts.push(`${parts.pop()}${own}`)
        }
        const kept = parts.map((part) => part.trim()).filter((part) => part !== '')
        expect(await digestsOf(kept)).toEqual(await digestsOf([text]))
        expect(cut(cut([text]))).toEqual(cut([text]))
      },
    ),
    { numRuns: 200 },
  )
})

test('the tokens are the whole text, whatever it is', () => {
  const bits = fc.constantFrom("'", '"', '$$', '$a$', '--', '/*', '*/', ';', '\n', 'e', '\\', 'é', '😀', ' ', '+', ':')
  fc.assert(
    fc.property(fc.array(bits, { maxLength: 30 }), (all) => {
      const text = all.join('')
      expect(
        tokensIn(text)
          .map((token) => token.text)
          .join(''),
      ).toBe(text)
    }),
  )
})

test('a literal of megabytes is one token', () => {
  const text = `'${"a''".repeat(700_000)}'`
  expect(tokensIn(text)).toHaveLength(1)
  expect(tokensIn(`e${text}`)).toHaveLength(1)
})
