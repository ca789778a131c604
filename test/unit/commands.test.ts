import { afterEach, expect, test, vi } from 'vitest'
import { announce, update } from '../../scripts/commands/announce.ts'
import { trends } from '../../scripts/commands/trends.ts'
import type { Command } from '../../scripts/commands/support/command.ts'

afterEach(() => vi.unstubAllEnvs())

const SHOP = ['--target', 'shop', '--by', 'ann']
const COMING = ['--at', '2099-12-01T20:00:00Z']
const TITLE = ['--title', 'Split orders']

/** Nothing is sent: what is wrong is said before anybody is asked. */
test.each<[string, Command, string[], message: RegExp, mend: RegExp]>([
  ['a time that is over', announce, [...SHOP, ...TITLE, '--at', '2001-01-01T00:00:00Z'], /is over already/, /^--at 2/],
  ['a time that is none', announce, [...SHOP, ...TITLE, '--at', 'tomorrow'], /^--at: Invalid ISO datetime/, /^--at 2/],
  ['a time without its zone', announce, [...SHOP, ...TITLE, '--at', '2099-12-01T20:00:00'], /^--at: /, /^--at 2/],
  ['no title', announce, [...SHOP, ...COMING], /Missing required argument: --title/, /^$/],
  ['an empty title', announce, [...SHOP, ...COMING, '--title', ''], /^--title: /, /^--title TEXT/],
  ['an empty name', announce, ['--target', 'shop', '--by', '', ...COMING, ...TITLE], /^--by: /, /^--by NAME/],
  ['no target’s name', announce, [...COMING, ...TITLE, '--target', 'Shop!'], /cannot be the name/, /--target demo/],
  ['no folder', announce, [...SHOP, ...COMING, ...TITLE, '--migrations', '/nowhere'], /no folder \/nowhere/, /./],
  ['an update that says nothing', update, ['shop-a1'], /Missing required argument: --text/, /^$/],
  [
    'no number of days',
    trends,
    ['--target', 'shop', '--within', 'soon'],
    /^--within soon is not a number/,
    /--within 30/,
  ],
  ['too few days', trends, ['--target', 'shop', '--days', '1'], /days from 2 to 400/, /--days 30/],
  ['an unknown option', trends, ['--target', 'shop', '--day', '3'], /Unknown option '--day'/, /--help/],
])('%s', async (_, command, argv, message, mend) => {
  vi.stubEnv('PLUMBLINE_TOKEN', 'nobody-takes-this')
  const refused = await command.run([...argv, '--url', 'http://127.0.0.1:9']).catch((error: unknown) => error)
  expect(refused).toMatchObject({ message: expect.stringMatching(message) })
  expect(refused instanceof Error && 'mend' in refused ? refused.mend : '').toMatch(mend)
})
