import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMigration, placeAt } from '../../../functions/preflight/parse/migration.ts'
import { sqlParser } from '../../../scripts/parser.ts'

const parser = await sqlParser()
const parse = (text: string) => parseMigration(parser, { tag: 't', file: 't.sql', text })

test('statements with their places; one that is malformed does not hide the others', () => {
  const { statements, errors } = parse(
    '-- é\ncreate table a ();--> statement-breakpoint\n  alter table "ï" ad column b int;\ndrop table a',
  )
  expect(statements.map(({ number, line, column, chunk, sql }) => [number, line, column, chunk, sql])).toEqual([
    [1, 2, 1, 0, 'create table a ()'],
    [3, 4, 1, 1, 'drop table a'],
  ])
  expect(errors).toEqual([
    { statement: 2, line: 3, column: 19, sqlstate: '42601', message: 'syntax error at or near "ad"' },
  ])
})

test('a statement stands in the file where it is said to', () => {
  const piece = fc.constantFrom(
    'create table "ü" (a int)',
    "select 'é;\n😀'",
    'drop table x',
    '/* 😀 */ select 1',
    '--> statement-breakpoint\nselect 2',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const text = pieces.join(';\n')
      for (const { sql, start, line, column } of parse(text).statements) {
        expect(text.slice(start, start + sql.length)).toBe(sql)
        expect(placeAt(text, start)).toEqual({ line, column })
      }
    }),
  )
})
