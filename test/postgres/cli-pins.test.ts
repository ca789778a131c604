import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { runScript } from '../support/command.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { hashPin } from '../../functions/model/pin.ts'
import { writeBlueprint } from '../../scripts/commands/support/blueprint-file.ts'
import { build } from './folders.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

const PASSWORD = 'the-password'
let dir: string
let database: TestDatabase
let file: string
let blueprint: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'plumbline-pins-'))
  file = join(dir, 'pins', 'pin.json')
  blueprint = join(dir, 'blueprint.json')
  await writeBlueprint(blueprint, await build({}))
  database = await freshDatabase(17)
  await sql(`do $$ begin create role keeper; exception when duplicate_object then end $$`)
})
afterAll(async () => {
  await database.drop()
  await rm(dir, { recursive: true, force: true })
})

async function sql(statements: string): Promise<void> {
  const session = postgres(database.url, { max: 1, onnotice: () => {} })
  await session.unsafe(statements).simple()
  await session.end()
}

const plumbline = (...args: string[]) => runScript('plumbline.ts', args, { PLUMBLINE_HOME: dir, USER: 'somebody' })

const pin = (...args: string[]) =>
  plumbline('pin', '--database-url', database.url, '--out', file, '--reason', 'looked through', ...args)

async function verify(...args: string[]) {
  const ended = await plumbline(
    'verify',
    '--database-url',
    database.url,
    '--blueprint',
    blueprint,
    '--format',
    'json',
    ...args,
  )
  const report: { findings: { key: string; detail: object; mend: string[] }[]; unknowns: object[] } = JSON.parse(
    ended.stdout,
  )
  return { code: ended.code, ...report }
}

describe('without a Worker', () => {
  test('a database that nobody pinned is told for information, with the command', async () => {
    const { code, findings } = await verify()
    const told = findings.find(({ key }) => key === 'drift:unpinned')
    expect(told?.mend.at(-1)).toMatch(/^npm run -s plumbline -- pin --database-url "\$DATABASE_URL" --out /)
    expect(code).toBe(0)
  })

  test('pin writes a file that verify compares with', async () => {
    const pinned = await pin('--who', 'ana@example.com')
    expect(pinned).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^\d+ facts? pinned as [0-9a-f]{12}, written to /),
    })
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ who: 'ana@example.com', reason: 'looked through' })
    expect(await verify('--pin', file)).toMatchObject({ code: 0, findings: [{ key: 'journal:empty' }] })

    await sql('create table users (id int); alter table users owner to keeper')
    const changed = await verify('--pin', file)
    expect(changed.findings.map(({ key }) => key)).toContain('drift:owner:table:public.users')
    expect(changed.code).toBe(2)
    await sql('drop table users')
  })

  test('of another version of the catalog: unknown', async () => {
    const later = join(dir, 'later.json')
    const value = JSON.parse(await readFile(file, 'utf8'))
    value.content.catalog += 1
    await writeFile(later, JSON.stringify({ ...value, hash: await hashPin(value.content) }))
    expect(await verify('--pin', later)).toMatchObject({ code: 3, unknowns: [{ key: 'drift:pin' }] })
  })

  test('a database that refuses is exit code 3, and nothing is written', async () => {
    const refused = `postgres://me:${PASSWORD}@127.0.0.1:1/x`
    const out = join(dir, 'none.json')
    const ended = await plumbline('pin', '--database-url', refused, '--out', out, '--reason', 'x')
    expect(ended).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(/refused\n→ /) })
    expect(ended.stderr).not.toContain(PASSWORD)
    await expect(readFile(out)).rejects.toThrow('ENOENT')
  })
})

describe('wrong usage is one message with its mend', () => {
  const cases: [what: string, args: () => string[], message: RegExp][] = [
    ['no reason', () => ['pin', '--target', 'demo'], /no reason was given\n→ --reason/],
    ['an empty reason', () => ['pin', '--target', 'demo', '--reason', ' '], /--reason must not be empty/],
    [
      'a Worker’s target and a file',
      () => ['pin', '--target', 'demo', '--reason', 'x', '--out', 'a'],
      /give one or the other/,
    ],
    ['no key', () => ['accept', '--target', 'demo', '--reason', 'x'], /Missing required positional argument: KEY/],
    [
      'two keys',
      () => ['accept', 'a', 'b', '--target', 'demo', '--reason', 'x'],
      /Unexpected argument 'b'\n→ .*accept --help/,
    ],
    [
      'withdrawing with a reason',
      () => ['accept', 'a', '--target', 'demo', '--withdraw', '--reason', 'x'],
      /neither --reason nor --expires/,
    ],
    [
      'no pin',
      () => ['verify', '--database-url', database.url, '--pin', join(dir, 'no.json')],
      /the pin .* cannot be read/,
    ],
    [
      'a damaged pin',
      () => ['verify', '--database-url', database.url, '--pin', join(dir, 'damaged.json')],
      /its hash is not that of its content\n→ .* pin --/,
    ],
    [
      'something else',
      () => ['verify', '--database-url', database.url, '--pin', join(dir, 'else.json')],
      /is no pin: hash/,
    ],
  ]

  beforeAll(async () => {
    await pin()
    await writeFile(join(dir, 'damaged.json'), (await readFile(file, 'utf8')).replace('"catalog":', '"catalog": 1'))
    await writeFile(join(dir, 'else.json'), '{}')
  })

  test.each(cases)('%s', async (_what, args, message) => {
    expect(await plumbline(...args())).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) })
  })
})

test.each(['pin', 'accept'])('%s --help has options and examples', async (word) => {
  const ended = await plumbline(word, '--help')
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(ended.stdout).toMatch(/OPTIONS[^]*EXAMPLES\n\n {2}npm run -s plumbline -- /)
})
