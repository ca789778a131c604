import { readFileSync } from 'node:fs'
import { setStage, JOURNAL } from './scripts/bench/stage.ts'
import { wideSchema } from './scripts/bench/wide.ts'
import postgres from 'postgres'
const stage = await setStage(15, wideSchema(1000, 20))
const sql = postgres(stage.url, { max: 1, prepare: false, onnotice: () => {} })
await sql.unsafe("set search_path = ''; set timezone='UTC'")
const pid = (await sql`select pg_backend_pid() as pid`)[0]!.pid
const cpu = () => { const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return (Number(f[11]) + Number(f[12])) * 10 }
const load = async (dir: string) => {
  const { factsCte, fingerprintStatement } = await import(`${dir}/functions/collect/catalog.ts`)
  const fs = await import('node:fs')
  const cat: Record<string, string> = {}
  for (const f of fs.readdirSync(`${dir}/supabase/catalog`)) if (f.endsWith('.sql')) cat[f.slice(0, -4)] = fs.readFileSync(`${dir}/supabase/catalog/${f}`, 'utf8').trimEnd()
  return fingerprintStatement(factsCte(cat, JOURNAL), JOURNAL) as string
}
const variants = process.argv.slice(2)
const texts = Object.fromEntries(await Promise.all(variants.map(async (v) => [v, await load(v.startsWith('/') ? v : `/tmp/old/${v}`)] as const)))
const total: Record<string, number> = {}
for (const v of variants) await sql.unsafe(texts[v]!)
for (let i = 0; i < 6; i++) for (const v of variants) { const a = cpu(); await sql.unsafe(texts[v]!); total[v] = (total[v] ?? 0) + cpu() - a }
for (const v of variants) console.log(v, (total[v]! / 6).toFixed(0), 'ms CPU')
await sql.end(); await stage.close()
