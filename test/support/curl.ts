import { execFile } from 'node:child_process'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What stands in for curl where there is none: as much of it as printed lines use. */
const STAND_IN = `#!${process.execPath}
const [, , ...args] = process.argv
const init = { method: 'GET', headers: { 'User-Agent': 'curl/8' } }
let url = ''
for (let i = 0; i < args.length; i += 1) {
  if (args[i] === '-X') init.method = args[(i += 1)]
  else if (args[i] === '-H') {
    const [name, ...value] = args[(i += 1)].split(':')
    init.headers[name] = value.join(':').trim()
  } else if (args[i] === '--data-binary' && args[(i += 1)] === '@-') {
    const chunks = []
    process.stdin.on('data', (chunk) => chunks.push(chunk))
    await new Promise((resolve) => process.stdin.on('end', resolve))
    Object.assign(init, { method: 'POST', body: Buffer.concat(chunks) })
  } else url = args[i]
}
const response = await fetch(url, init)
process.stdout.write(await response.text())
`

/**
 * A shell in which lines that begin with curl can be run as they are printed: with curl itself, or what stands in for it.
 * @param folder of the test's own
 * @returns what a line writes to standard output; it throws where the line fails
 */
export async function shellWithCurl(folder: string): Promise<(line: string) => Promise<string>> {
  const path = await run('curl', ['--version']).then(
    () => process.env.PATH ?? '',
    () => standIn(join(folder, 'bin')),
  )
  return async (line) => (await run('sh', ['-c', line], { env: { ...process.env, PATH: path } })).stdout
}

async function standIn(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  // Without an extension it would be CommonJS, which has no await at its top.
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await writeFile(join(folder, 'curl'), STAND_IN)
  await chmod(join(folder, 'curl'), 0o755)
  return `${folder}:${process.env.PATH ?? ''}`
}
