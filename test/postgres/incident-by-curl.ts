import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres, { type Sql } from 'postgres'
import { expect } from 'vitest'
import { DEMO_MIGRATIONS } from '../../scripts/demo.ts'

/** The first line that is printed and holds a text. */
function lineWith(text: string, printed: string): string {
  const line = printed.split('\n').find((one) => one.includes(text))
  if (line === undefined) throw new Error(`no line with ${text} in:\n${printed}`)
  return line.trim()
}

/** The statement that a finding's text gives to mend it; what stands there beside are remarks and commands of a shell. */
function sqlOf(text: string): string {
  const [sql] = /(?<=^(?:mend)? +)(?:alter|create|delete)\b[^;]*;$/im.exec(text) ?? []
  if (sql === undefined) throw new Error(`no SQL in:\n${text}`)
  return sql
}

/**
 * Incident 0009 as a stranger meets it, with nothing but curl and psql: foretold by preflight, each finding read, its SQL run as it
 * stands there, looked at again, foretold to go, applied by Drizzle, clean.
 * @param printed what `npm start` printed of the demo
 * @param shell runs a line as it was printed
 */
export async function incidentByCurl(printed: string, shell: (line: string) => Promise<string>): Promise<void> {
  const preflight = lineWith('/demo/preflight', printed)
  const finding = lineWith('/demo/findings/', printed)
  const look = lineWith('/demo/runs', printed)
  const sql = postgres(lineWith('DATABASE_URL=', printed).split('=')[1] ?? '', { max: 1, onnotice: () => {} })
  try {
    const foretold = await shell(preflight)
    expect(foretold).toMatch(/^STOP +demo /)
    expect(foretold).toContain('42701     column "workspace_id" of relation "files" already exists')

    for (const [, key = ''] of printed.matchAll(/^ +((?:drift|journal):(?!pending)\S+) · since/gm))
      await sql.unsafe(sqlOf(await shell(finding.replace(/[^/]*$/, key))))

    expect(await shell(look)).toMatch(/^PASS +demo [^]*9 of 10 applied/)
    expect(await shell(preflight)).toMatch(/^GO +demo /)
    await applyAsDrizzle(sql)
    expect(await shell(look)).toMatch(/^PASS +demo [^]*10 of 10 applied/)
  } finally {
    await sql.end()
  }
}

const applyAsDrizzle = (sql: Sql) => migrate(drizzle(sql), { migrationsFolder: DEMO_MIGRATIONS })
