import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { CHECKS } from '../functions/checks/list.ts'
import type { CheckText } from '../functions/model/health.ts'
import { limitsText, rhythmOf } from '../functions/views/checks.ts'
import { readChecks } from './catalog.ts'

/** Where the pages of the checks are. */
export const CHECK_DOCS = fileURLToPath(new URL('../docs/checks/', import.meta.url))

const linked = (text: string) => text.replaceAll(/https:\/\/[^\s;,)]+/g, '<$&>')

/** The texts of supabase/checks that answer a check, whatever the version. */
const textsOf = ({ sql }: CheckText): [string, string][] =>
  Object.entries(readChecks()).filter(([name]) => name === sql || name.replace(/-\d+$/, '') === sql)

const page = (check: CheckText): string => `# ${check.id}

**${check.title}** · ${rhythmOf(check)} · ${check.limits === null ? 'whatever is found is told' : `warns / is critical from ${limitsText(check)}`} (${check.severity.warn} / ${check.severity.critical})

${check.why}

## What mends it

\`\`\`sql
${check.resolve.join('\n')}
\`\`\`

## About the check

- Source: ${linked(check.source)}
- Needs: ${check.permission === null ? 'no grant: every role sees what it asks.' : `\`${check.permission}\`; without it, it is unknown.`}
- Locks: ${check.lock}
- Versions: ${check.versions ?? 'PostgreSQL 15 to 18 alike.'}
${check.compares ? '- Compares with an earlier look: unknown at the first, after a reset of the statistics and after a restart, and says which.\n' : ''}${check.limits === null ? '' : `- Other limits for a target, in wrangler.toml: \`[vars.TARGETS.name.thresholds]\` \`${check.id} = { warn = ${check.limits.warn} }\`\n`}- Off for a target: \`${check.id} = "off"\`
- What the tests saw of it: [matrix.md](matrix.md)

${textsOf(check)
  .map(([name, sql]) => `\`supabase/checks/${name}.sql\`, to be pasted into psql:\n\n\`\`\`sql\n${sql}\n\`\`\`\n`)
  .join('\n')}`

const index = (): string => `# What is looked at in a target's health

${CHECKS.length} checks, read-only, in the one session of the look: [what the tests saw of each](matrix.md). These pages are written by \`npm run docs:checks\` from
the checks themselves (functions/checks); \`GET /checks\` and \`npm run -s plumbline -- checks\` say the same.

- **tick**: with every look, each 5 minutes, in one statement. **daily**: once a day, and with every deploy. **weekly**: once a week.
  \`POST /:target/runs\` and the first look at a target make them all.
- **Never in the way**: one connection, lock_timeout 100 ms, what a migration holds or waits for is left out and unknown, 8 s for all checks of a
  run, nothing is ever written or reset.
- **Unknown is not clean**: without a privilege, behind a lock, at a first look, after a reset a check is unknown, says why, and names the grant.

| check | suite | warn / critical | tells |
|---|---|---|---|
${CHECKS.map((check) => `| [${check.id}](${check.id}.md) | ${check.suite} | ${limitsText(check)} | ${check.title} |`).join('\n')}
`

/** What the pages must hold now, by file. */
export const checkDocs = (): Map<string, string> =>
  new Map([['README.md', index()], ...CHECKS.map((check): [string, string] => [`${check.id}.md`, page(check)])])

if (import.meta.main) {
  await mkdir(CHECK_DOCS, { recursive: true })
  for (const [name, text] of checkDocs()) await writeFile(`${CHECK_DOCS}${name}`, text)
}
