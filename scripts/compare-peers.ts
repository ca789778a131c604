import { writeFile } from 'node:fs/promises'
import { findPgDump } from './bench/pg-dump.ts'
import { setStage, type Stage } from './bench/stage.ts'
import { DRIFTS, SCHEMA } from './compare/drifts.ts'
import {
  drizzleKit,
  drizzleKitVersion,
  linesThatDiffer,
  pgDump,
  pinned,
  plumbline,
  type Peer,
} from './compare/peers.ts'

const DOCUMENT = new URL('../docs/comparison.md', import.meta.url)

/** What each tool made of one drift: lines that differ for the peers, keys of findings for Plumbline. */
interface Row {
  what: string
  dump: number
  pull: number
  findings: string[]
}

/** Lays each drift on the stage, asks all three, takes it back and sees that it is clean again. */
async function compareAll(stage: Stage): Promise<{ clean: Row; rows: Row[] }> {
  const peers = { dump: await baseline(pgDump, stage.url), pull: await baseline(drizzleKit, stage.url) }
  const pin = await pinned(stage)
  const seen = async (what: string): Promise<Row> => {
    process.stderr.write(`· ${what}\n`)
    const [dump, pull] = [await peers.dump(), await peers.pull()]
    return { what, dump, pull, findings: (await plumbline(stage, pin)).findings }
  }
  const clean = await seen('nothing changed')
  const rows: Row[] = []
  for (const { what, make, undo } of DRIFTS) {
    await stage.run([make])
    rows.push(await seen(what))
    await stage.run([undo])
    const { findings, unknowns } = await plumbline(stage, pin)
    const left = [...findings, ...unknowns, ...((await peers.dump()) > 0 ? ['pg_dump sees it still'] : [])]
    if (left.length > 0) throw new Error(`“${what}” was not taken back: ${left.join(', ')}`)
  }
  return { clean, rows }
}

/** How many lines a peer shows differently from now on. */
async function baseline(peer: Peer, url: string): Promise<() => Promise<number>> {
  const before = await peer(url)
  return async () => linesThatDiffer(before, await peer(url))
}

const lines = (n: number) => (n === 0 ? 'missed' : `${n} line${n === 1 ? '' : 's'}`)
const none = (n: number) => (n === 0 ? 'nothing' : `${n} lines of noise`)
const found = (keys: readonly string[]) => (keys.length === 0 ? 'missed' : keys.map((key) => `\`${key}\``).join(', '))
const score = (rows: readonly Row[], of: (row: Row) => boolean) => `${rows.filter(of).length} of ${rows.length}`

function document({ clean, rows }: { clean: Row; rows: Row[] }, about: string): string {
  const line = ({ what, dump, pull, findings }: Row) =>
    `| ${what} | ${lines(dump)} | ${lines(pull)} | ${found(findings)} |`
  return `# What the same twenty drifts look like to others

${about} Each drift was laid
on the same database by hand and taken back again. Counted are the lines that differ from what the tool wrote before the
drift; of Plumbline, its findings. Written by \`npm run compare\`.

| drift | \`pg_dump -s\`, compared | \`drizzle-kit pull\`, compared | Plumbline |
|---|---|---|---|
| nothing changed | ${none(clean.dump)} | ${none(clean.pull)} | ${clean.findings.length === 0 ? 'nothing' : found(clean.findings)} |
${rows.map(line).join('\n')}
| **seen** | **${score(rows, ({ dump }) => dump > 0)}** | **${score(rows, ({ pull }) => pull > 0)}** | **${score(rows, ({ findings }) => findings.length > 0)}** |

A line that differs says that something did, to whoever reads it: which object, how urgent it is, since when, which migration
made it and what mends it is said by none but the last column. Neither peer knows what should be there: both were given a
copy of everything from before the drift, which on a real target nobody has. Plumbline was given the migrations, and for what
no migration declares (owners, default privileges) a pin from before.
`
}

const tool = await findPgDump()
if (tool === null) throw new Error('there is no pg_dump on PATH: apt-get install postgresql-client')
const stage = await setStage(tool.server, [{ tag: '0000_schema', statements: [...SCHEMA] }])
try {
  const about = `\`pg_dump\` ${tool.version}, \`drizzle-kit\` ${await drizzleKitVersion()}, on PostgreSQL ${tool.server}.`
  const text = document(await compareAll(stage), about)
  await writeFile(DOCUMENT, text)
  process.stdout.write(text)
} finally {
  await stage.close()
}
