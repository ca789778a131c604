import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { TargetConfig } from '../../functions/model/target.ts'
import { D1_MIGRATIONS, HOOK_SECRET_FILE, KEPT, TOKEN_FILE, WORKER_MAIN, WRANGLER_TOML } from './paths.ts'

/** The one target of a local Worker. */
export interface LocalTarget {
  name: string
  /** Connection string; goes into a file that only its owner may read. */
  url: string
  config: Partial<TargetConfig>
  /** Secrets that the config names, by name. */
  secrets?: Readonly<Record<string, string>>
  /** Settings beside the targets. */
  vars?: Readonly<Record<string, unknown>>
  /** Whether what was seen before is kept. The demo's database is made anew, and its history with it. */
  keepHistory: boolean
}

/** Where a local Worker finds its settings, and the token that it takes. */
export interface LocalWorker {
  config: string
  state: string
  token: string
  /** File that holds the token, for curl and the command line. */
  tokenFile: string
}

const SECRET = 'TARGET_DATABASE_URL'
const ONLY_OWNER = { mode: 0o600 }

/**
 * Writes the settings of a local Worker: those of wrangler.toml, with one target instead of the configured ones, and
 * secrets of its own, so that neither the configuration nor a .dev.vars of the checkout is touched.
 */
export async function writeWorkerConfig(target: LocalTarget): Promise<LocalWorker> {
  const folder = join(KEPT, 'worker', target.name)
  const worker = { config: join(folder, 'wrangler.json'), state: join(folder, 'state'), tokenFile: TOKEN_FILE }
  const token = randomBytes(24).toString('hex')
  await mkdir(folder, { recursive: true })
  if (!target.keepHistory) await rm(worker.state, { recursive: true, force: true })
  await writeFile(worker.config, JSON.stringify(await localSettings(target), null, 2))
  const hookSecret = `whsec_${randomBytes(24).toString('base64')}`
  const links = randomBytes(32).toString('hex')
  const own = {
    [SECRET]: quotable(target.url),
    PLUMBLINE_TOKEN: token,
    PLUMBLINE_LINK_SECRET: links,
    HOOK_SECRET_STANDARD: hookSecret,
  }
  await writeSecret(join(folder, '.dev.vars'), varsText({ ...target.secrets, ...own }))
  await writeSecret(worker.tokenFile, `${token}\n`)
  await writeSecret(HOOK_SECRET_FILE, `${hookSecret}\n`)
  return { ...worker, token }
}

/** The mode of a file that is there already would stay: it is made anew. */
async function writeSecret(file: string, text: string): Promise<void> {
  await rm(file, { force: true })
  await writeFile(file, text, ONLY_OWNER)
}

/** Takes the connection string away again when the Worker has ended. */
export const forgetSecrets = ({ config }: LocalWorker): Promise<void> =>
  rm(join(config, '..', '.dev.vars'), { force: true })

const varsText = (vars: Record<string, string>) =>
  Object.entries(vars)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('')

/** Within single quotes dotenv reads everything as it stands but a quote. */
const quotable = (url: string) => url.replaceAll("'", '%27')

/** What this must know of wrangler.toml. */
const Settings = z.looseObject({
  vars: z.record(z.string(), z.unknown()).default({}),
  d1_databases: z.array(z.looseObject({ database_name: z.string() })),
})

async function localSettings({ name, config, vars }: LocalTarget): Promise<object> {
  // Its bundle takes a second to load, and only this needs it.
  const { experimental_readRawConfig: read } = await import('wrangler')
  const settings = Settings.parse(read({ config: WRANGLER_TOML }).rawConfig)
  return {
    ...settings,
    main: WORKER_MAIN,
    vars: {
      ...settings.vars,
      ...vars,
      TARGETS: { [name]: { ...config, url_secret: SECRET } },
      PUBLIC_STATUS: { [name]: name },
    },
    hyperdrive: [],
    d1_databases: settings.d1_databases.map((database) => ({ ...database, migrations_dir: D1_MIGRATIONS })),
  }
}
