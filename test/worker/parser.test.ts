import { expect, test } from 'vitest'
import { parseMigration } from '../../functions/preflight/parse/migration.ts'
import { sqlParser } from '../../functions/run/preflight/parser.ts'

test('PostgreSQL’s own parser runs in workerd', async () => {
  const parser = await sqlParser()
  const text = 'create table t (a int);\nalter table "fïles" add "b c" text;\ncreat table u;'
  const { statements, errors } = parseMigration(parser, { tag: '0000', file: '0000.sql', text })
  expect(statements.map(({ number, line, node }) => [number, line, Object.keys(node)])).toEqual([
    [1, 1, ['CreateStmt']],
    [2, 2, ['AlterTableStmt']],
  ])
  expect(errors).toEqual([
    { statement: 3, line: 3, column: 1, sqlstate: '42601', message: 'syntax error at or near "creat"' },
  ])
})
