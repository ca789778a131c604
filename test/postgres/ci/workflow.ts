import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'

const FOLDER = fileURLToPath(new URL('../../../.github/actions/preflight', import.meta.url))

const Step = z.object({
  name: z.string(),
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  shell: z.string().optional(),
  env: z.record(z.string(), z.string()).default({}),
  run: z.string().optional(),
})
const Action = z.object({
  inputs: z.record(z.string(), z.object({ description: z.string(), default: z.string() })),
  outputs: z.record(z.string(), z.object({ description: z.string(), value: z.string() })),
  runs: z.object({ using: z.literal('composite'), steps: z.array(Step) }),
})

/** The action as its file has it. */
export const readAction = async () => Action.parse(parse(await readFile(join(FOLDER, 'action.yml'), 'utf8')))

/** How a run of the action ended. */
export interface Ran {
  /** The exit code of the step that failed; 0: none did. */
  code: number
  /** All that the steps wrote. */
  log: string
  summary: string
  outputs: Readonly<Record<string, string>>
  /** Names of the steps that were done, those of other actions among them. */
  steps: string[]
}

export interface Running {
  /** The repository that was checked out. */
  repository: string
  /** A folder for the files of the runner. */
  temp: string
  inputs: Readonly<Record<string, string>>
  /** Values of the context `github`, by path. */
  github: Readonly<Record<string, string>>
  env?: Readonly<Record<string, string>>
}

/** Runs the steps of the action as GitHub's runner does: bash -eo pipefail, a file for outputs, expressions put in. */
export async function runAction(running: Running): Promise<Ran> {
  const action = await readAction()
  const known = new Map<string, string>(
    Object.entries(running.github).map(([name, value]) => [`github.${name}`, value]),
  )
  for (const [name, { default: value }] of Object.entries(action.inputs))
    known.set(`inputs.${name}`, running.inputs[name] ?? filled(value, known))
  const summary = join(running.temp, 'summary.md')
  await writeFile(summary, '')
  const ran: Ran = { code: 0, log: '', summary: '', outputs: {}, steps: [] }
  for (const step of action.runs.steps) {
    if (step.if !== undefined && !holds(step.if, known)) continue
    ran.steps.push(step.name)
    if (step.run === undefined) continue
    const output = join(running.temp, 'output')
    await writeFile(output, '')
    const env = Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, filled(value, known)]))
    const ended = await bash(step.run, running, { ...env, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary })
    ran.log += ended.log
    for (const [name, value] of outputsIn(await readFile(output, 'utf8')))
      known.set(`steps.${step.id}.outputs.${name}`, value)
    ran.code = ended.code
    if (ended.code !== 0) break
  }
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, filled(value, known)] as const)
  return { ...ran, summary: await readFile(summary, 'utf8'), outputs: Object.fromEntries(outputs) }
}

/** `${{ a || b }}` of the contexts that this knows. */
const filled = (text: string, known: ReadonlyMap<string, string>): string =>
  text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => {
    const names = expression.split('||').map((name) => name.trim())
    return names.map((name) => known.get(name) ?? '').find((value) => value !== '') ?? ''
  })

/** `a == 'b' && …` */
const holds = (condition: string, known: ReadonlyMap<string, string>): boolean =>
  condition.split('&&').every((part) => {
    const [, name = '', value] = /^\s*([\w.-]+) == '(.*)'\s*$/.exec(part) ?? []
    if (name === '') throw new Error(`this does not know the condition ${part}`)
    return (known.get(name) ?? '') === value
  })

/** `name=value`, and `name<<END … END`. */
function outputsIn(text: string): [string, string][] {
  const found: [string, string][] = []
  const lines = text.split('\n')
  for (let i = 0; i < lines.length; i += 1) {
    const [, name = '', end] = /^([\w-]+)<<(.+)$/.exec(lines[i] ?? '') ?? []
    const [, short = '', value = ''] = /^([\w-]+)=(.*)$/.exec(lines[i] ?? '') ?? []
    if (short !== '') found.push([short, value])
    if (end === undefined) continue
    const last = lines.indexOf(end, i)
    found.push([name, lines.slice(i + 1, last).join('\n')])
    i = last
  }
  return found
}

function bash(script: string, { repository, temp, env = {} }: Running, own: Readonly<Record<string, string>>) {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: repository,
    env: {
      PATH: `${dirname(process.execPath)}:${PATH}`,
      HOME,
      TMPDIR: temp,
      RUNNER_TEMP: temp,
      GITHUB_ACTION_PATH: FOLDER,
      ...env,
      ...own,
    },
  })
  let log = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (log += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
  return new Promise<{ code: number; log: string }>((resolve, reject) =>
    child.once('error', reject).once('close', (code) => resolve({ code: code ?? -1, log })),
  )
}
