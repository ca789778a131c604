import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { FAULTS, type Fault } from './performance-study/trial.ts'
import { study, type Tally } from './performance-study/study.ts'

const PAGE = fileURLToPath(new URL('../docs/performance.md', import.meta.url))
const BEGIN = '<!-- figures: npm run docs:performance -->'
const END = '<!-- end of figures -->'

/** How many deploys of each kind; the suite tries other seeds. */
const TRIALS = 200

const SAID: Readonly<Record<Fault, string>> = {
  nothing: 'nothing happens',
  busy: 'nothing, and the server is 1.3 times as busy',
  release: 'nothing, and a fifth of the statements is new',
  neighbour: 'nothing, and everything takes twice as long',
  'dropped-index': 'an index that is used is dropped',
  'plan-flip': 'a frequent statement gets another plan',
  'rare-flip': 'a rarer one does (150 calls an hour and more)',
  reset: 'the statistics are reset',
  restart: 'PostgreSQL is restarted',
  evictions: 'the extension has to forget statements',
}

const line = ({ found, falseAlarms, unknown, fast, trials }: Tally, fault: Fault, when: string) => {
  const isFault = fault.endsWith('index') || fault.endsWith('flip')
  return `| ${SAID[fault]} | ${when} | ${trials} | ${isFault ? found : ''} | ${isFault ? '' : falseAlarms} | ${fast} | ${unknown} |`
}

const started = performance.now()
const lines = FAULTS.flatMap((fault) => {
  const at = fault === 'rare-flip' ? (['15min', '1h'] as const) : (['15min'] as const)
  return at.map((judgedAt) =>
    line(study(fault, TRIALS, 1, judgedAt), fault, judgedAt === '15min' ? '15 minutes' : 'an hour'),
  )
})
const head = [
  '| with the deploy | after | deploys | found | false alarms | fast | unknown |',
  '|---|---|---|---|---|---|---|',
]
const page = await readFile(PAGE, 'utf8')
const [before, rest] = [page.slice(0, page.indexOf(BEGIN) + BEGIN.length), page.slice(page.indexOf(END))]
await writeFile(PAGE, `${before}\n\n${[...head, ...lines].join('\n')}\n\n${rest}`)
console.log([...head, ...lines].join('\n'), `\n${Math.round((performance.now() - started) / 1000)} s`)
