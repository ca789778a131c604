import { PgParser } from '@supabase/pg-parser'
import { describe, expect, test } from 'vitest'
import type { LintFinding } from '../../../../functions/model/lint.ts'
import { RULES } from '../../../../functions/preflight/lint/rules.ts'
import { BASE, type Cases } from './cases.ts'
import { choices, security } from './choices.cases.ts'
import { locks } from './locks.cases.ts'
import { linted } from './linted.ts'
import { casts, data, running } from './running.cases.ts'

const all: Readonly<Record<string, Cases>> = { ...locks, ...running, ...data, ...casts, ...choices, ...security }

const findings = async (sql: string): Promise<LintFinding[]> => {
  const { findings, unknowns } = await linted([BASE, sql], { from: 1 })
  expect(unknowns).toEqual([])
  return findings
}

test('every rule has a case that is found and two near misses, and every case a rule', () => {
  expect(Object.keys(all).toSorted()).toEqual(RULES.map(({ id }) => id).toSorted())
  const few = Object.entries(all).filter(([, { found, not }]) => found.length < 1 || not.length < 2)
  expect(few.map(([id]) => id)).toEqual([])
})

test('every rule says what it looks for, why, and where that is from', () => {
  for (const { id, title, looks, why, sources } of RULES) {
    expect.soft(id).toMatch(/^[a-z][a-z-]+$/)
    expect
      .soft(
        [title, looks, why].every((text) => text.length > 4),
        id,
      )
      .toBe(true)
    expect.soft(sources.length).toBeGreaterThan(0)
  }
})

describe.each(Object.entries(all))('%s', (rule, { found, not }) => {
  test.each(found)('found: %s', async (sql) => {
    const own = (await findings(sql)).filter((finding) => finding.rule === rule)
    expect(own.length).toBeGreaterThan(0)
    expect(new Set(own.map(({ key }) => key)).size).toBe(own.length)
    for (const { recipe, message } of own) {
      expect(message).not.toMatch(/undefined|\[object/)
      await expectSql(recipe)
    }
  })

  test.each(not)('not: %s', async (sql) => {
    expect((await findings(sql)).filter((finding) => finding.rule === rule)).toEqual([])
  })
})

const parser = new PgParser({ version: 17 })

/** What is no remark, and leaves nothing out, is SQL. */
async function expectSql(recipe: readonly string[]): Promise<void> {
  for (const line of recipe) {
    if (line.startsWith('--') || line.includes('…') || /\bPARTITION\b/.test(line)) continue
    const { error } = await parser.parse(line)
    expect({ line, error }).toEqual({ line, error: undefined })
  }
}
