import { describe, expect, test } from 'vitest'
import { checkHeader } from '../../../functions/preflight/docs/check.ts'
import { draftHeader } from '../../../functions/preflight/docs/draft.ts'
import { headerOf } from '../../../functions/preflight/docs/header.ts'
import { parseMigration } from '../../../functions/preflight/parse/migration.ts'
import { sqlParser } from '../../../scripts/parser.ts'

const WHOLE = `-- Purpose: links belong to workspaces
-- Dependencies: 0001_workspaces
-- Breaking changes: none
-- Rollback: alter table links drop column workspace_id;
-- Testing: npm test
-- Performance:
--   one short lock on links
alter table links add column workspace_id uuid;`

const check = (text: string, required = false) =>
  checkHeader({ tag: '0001', file: '0001.sql', text }, required).map(({ message }) => message)

describe('docs check', () => {
  test.each([
    ['a whole header', WHOLE],
    [
      'one in a block, with CRLF and a byte order mark',
      `\uFEFF/*\n * ${WHOLE.split('\n')
        .slice(0, 7)
        .map((line) => line.slice(3))
        .join('\r\n * ')}\n */\nselect 1;`,
    ],
  ])('%s is whole, required or not', (_, text) => {
    expect([...check(text), ...check(text, true)]).toEqual([])
  })

  test('no header is wrong only where one is required', () => {
    expect(check('select 1;')).toEqual([])
    expect(check('select 1;', true)).toHaveLength(6)
  })

  test.each([
    ['missing', WHOLE.replace(/-- Rollback.*\n/, ''), 'Rollback is missing in the header of 0001.sql'],
    ['empty', WHOLE.replace(/(-- Testing:).*/, '$1'), 'Testing says nothing in the header of 0001.sql'],
    ['TODO', WHOLE.replace('none', 'TODO ask'), 'Breaking Changes is still to be written in the header of 0001.sql'],
  ])('%s is told', (_, text, message) => {
    expect(check(text)).toEqual([message])
  })

  test('what stands behind a statement is no header', () => {
    expect(headerOf(`select 1;\n${WHOLE}`).size).toBe(0)
  })
})

const parser = await sqlParser()
const migration = (tag: string, text: string) => parseMigration(parser, { tag, file: `${tag}.sql`, text })

describe('docs new', () => {
  test('writes what can be known, and TODO for the rest, which check refuses', async () => {
    const migrations = [
      migration('0000_users', `create type role as enum ('a'); create table users (id uuid primary key, name text);`),
      migration('0001_links', 'create table links (id uuid primary key);'),
      migration(
        '0002_links_have_owners',
        'alter table links add column role role; alter table links add constraint f foreign key (id) references users; alter table users drop column name;',
      ),
    ]
    const header = draftHeader(migrations, 2)
    expect(header).toMatchInlineSnapshot(`
      [
        "-- Purpose: TODO (links have owners)",
        "-- Dependencies:",
        "--   0000_users (role, users)",
        "--   0001_links (links)",
        "-- Breaking Changes: users.name goes with its values",
        "-- Rollback: TODO",
        "-- Testing: TODO",
        "-- Performance:",
        "--   f checks all rows of links while links and users cannot be written",
        "--   public.links stays locked (statement 1 of 0002_links_have_owners.sql) while all rows of links are worked through",
      ]
    `)
    expect(check(header.join('\n'))).toHaveLength(3)
  })
})
