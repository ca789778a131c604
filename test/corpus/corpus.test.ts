import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kindOf } from '../../functions/model/fact.ts'
import { CASES } from './cases.ts'
import { GAPS, gapOf, type Gap } from './gaps.ts'
import { differences, factLines, type Facts } from './harness.ts'
import { OPENERS, type CorpusServer } from './servers.ts'

/** The facts after both scripts of a case, or what PostgreSQL said of a script. */
type Reading = { before: Facts; after: Facts } | { error: unknown }

const REFERENCE = 'PGlite'
const servers: CorpusServer[] = []
const readings = new Map<string, Map<string, Reading>>()

const casesOn = (version: number) => CASES.filter(({ runsOn }) => runsOn(version))

async function readAll(server: CorpusServer, version: number): Promise<Map<string, Reading>> {
  const read = new Map<string, Reading>()
  for (const { name, before, after } of casesOn(version)) {
    try {
      read.set(name, { before: await server.facts(before), after: await server.facts(after) })
    } catch (error) {
      read.set(name, { error })
    }
  }
  return read
}

function readingOf(server: string, name: string) {
  const reading = readings.get(server)?.get(name)
  if (reading === undefined) throw new Error(`${name} was not run on ${server}`)
  if ('error' in reading) throw reading.error
  return reading
}

beforeAll(async () => {
  const reading: Promise<unknown>[] = []
  // Started one after another; the first read while the next start.
  for (const { name, version, open } of OPENERS) {
    const server = await open()
    servers.push(server)
    reading.push(readAll(server, version).then((read) => readings.set(name, read)))
  }
  await Promise.all(reading)
}, 300_000)

afterAll(() => Promise.all(servers.map((server) => server.close())))

/** A known gap must fail: one that holds by now has to leave the list. */
const options = (name: string, about: Gap['about'], server: string) => ({
  fails: gapOf(name, about, server) !== undefined,
})

describe.each(OPENERS)('$name', ({ name: server, version }) => {
  test('runs every script', () => {
    const refused = [...(readings.get(server) ?? [])].filter(([, reading]) => 'error' in reading)
    expect(refused).toEqual([])
  })

  describe('tells what differs, both ways', () => {
    for (const { name, forward, backward } of casesOn(version)) {
      test(`${name}`, options(name, 'drift', server), () => {
        const { before, after } = readingOf(server, name)
        expect(differences(before, after)).toEqual(forward)
        expect(differences(after, before)).toEqual(backward)
      })
    }
  })

  if (server === REFERENCE) return

  describe(`prints the same facts as ${REFERENCE}`, () => {
    for (const { name } of casesOn(version)) {
      test(`${name}`, options(name, 'text', server), () => {
        const here = readingOf(server, name)
        const there = readingOf(REFERENCE, name)
        expect(factLines(here.before)).toEqual(factLines(there.before))
        expect(factLines(here.after)).toEqual(factLines(there.after))
      })
    }
  })
})

describe('the corpus', () => {
  test('has cases of every kind that the catalog reads', () => {
    const read = CASES.flatMap(({ name }) => readingOf(REFERENCE, name).before).map(({ key }) => kindOf(key).replace(/ .*/, ''))
    const covered = new Set(CASES.map(({ name }) => name.slice(0, name.indexOf('--'))))
    expect([...new Set(read)].filter((kind) => !covered.has(kind))).toEqual([])
  })

  test('has a case for every known gap', () => {
    const names = new Set(CASES.map(({ name }) => name))
    expect(GAPS.map((gap) => gap.case).filter((name) => !names.has(name))).toEqual([])
  })
})
