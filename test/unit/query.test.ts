import { describe, expect, test } from 'vitest'
import { sqlParser } from '../../scripts/parser.ts'
import { whyNotRead } from '../../scripts/query/reading.ts'
import { rowsCsv, rowsTable } from '../../scripts/query/rows-text.ts'

const parser = await sqlParser()

describe('what is no question', () => {
  test.each<[string, RegExp]>([
    ['select 1; drop table links', /it holds 2 statements/],
    ['drop table links', /it is a Drop, and only SELECT/],
    ['set role postgres', /it is a VariableSet/],
    ['copy links to program $$rm$$', /it is a Copy/],
    ['do $$ begin end $$', /it is a Do/],
    ['begin', /it is a Transaction/],
    ['with gone as (delete from links returning *) select * from gone', /it holds a DELETE/],
    ['explain analyze update links set url = 1', /it holds an UPDATE/],
    ['explain analyze create table a as select 1', /it is a CreateTableAs/],
    ['select * into copy from links', /SELECT INTO makes a table/],
    ['select * from (select * from links for update) as held', /lock rows/],
    ['select pg_terminate_backend(pid) from pg_stat_activity', /pg_terminate_backend does more than to read/],
    ['select 1 where (select pg_catalog.pg_advisory_lock(1)) is null', /pg_advisory_lock does more/],
    ["select set_config('transaction_read_only', 'off', true)", /set_config does more/],
    ['selec 1', /PostgreSQL cannot read it: syntax error at or near "selec", at character 1/],
    ['-- nothing', /there is no statement/],
    ['', /there is no statement/],
  ])('%s', (sql, why) => {
    expect(whyNotRead(parser, sql)).toMatch(why)
  })

  test.each([
    'select 1',
    'select id from links where note = $$; drop table links$$;',
    'with a as (select 1) select * from a',
    'table links',
    'values (1), (2)',
    'explain analyze select * from links',
    'show search_path',
    "select 'insert into links' as text",
  ])('%s is one', (sql) => {
    expect(whyNotRead(parser, sql)).toBeNull()
  })
})

test('rows as a table and as CSV, whatever they hold', () => {
  const rows = [
    { id: 1, 'a "name"': 'x,"y"\nz', at: new Date(0) },
    { id: 20, 'a "name"': null, at: null },
    { id: 3, 'a "name"': '', at: null },
  ]
  expect(rowsTable(rows).split('\n')).toEqual([
    'id  a "name"  at',
    ' 1  x,"y"⏎z   1970-01-01T00:00:00.000Z',
    '20  null      null',
    ' 3            null',
    '(3 rows)',
  ])
  expect(rowsCsv(rows)).toBe('id,"a ""name""",at\r\n1,"x,""y""\nz",1970-01-01T00:00:00.000Z\r\n20,,\r\n3,"",\r\n')
  expect([rowsTable([]), rowsCsv([])]).toEqual(['(0 rows)', ''])
})
