import { said, settingIn } from './env/text.ts'
import { z } from 'zod'
import type { Fault } from './env/fault.ts'
import { alertingOf } from './env/incidents.ts'
import { applicationWayTo, backupsWayTo, wayTo } from './env/way.ts'
import type { DeployParams } from './model/deploy.ts'
import type { Alerting } from './model/incident-policy.ts'
import { OWN_PATHS } from './model/own-paths.ts'
import type { RunRequest } from './model/run.ts'
import { TargetConfig, TargetName, type ApplicationWay, type BackupsWay, type Way } from './model/target.ts'

export type { Fault }

/** What the platform hands to every invocation: wrangler.toml, and secrets by the names that target settings give. */
export interface Bindings {
  DB: D1Database
  KV: KVNamespace
  RUNS: Queue<RunRequest>
  DEPLOYS: Workflow<DeployParams>
  [name: string]: unknown
}

/** A watched database; with a fault it is listed and unknown, and cannot be looked at. */
export type Target =
  | {
      name: string
      environment: string
      alerting: Alerting
      fault: null
      config: TargetConfig
      way: Way
      /** The way to the platform's backups, or why there is none; null: none is configured. */
      backups: BackupsWay | Fault | null
      /** The way to the project's own addresses, or why there is none; null: none is configured. */
      application: ApplicationWay | Fault | null
    }
  | { name: string; environment: string; alerting: Alerting; fault: Fault }

export interface Settings {
  targets: Target[]
  /** Whom the monitor's own incidents reach, and those of targets that say nothing else. */
  alerting: Alerting
  /** Valid write tokens, newest first; none: the Worker is read-only. */
  writeTokens: string[]
  /** Valid read tokens; none: everybody may read. */
  readTokens: string[]
}

/** A setting without which nothing works; names itself and what mends it. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly fault: Fault
  constructor(fault: Fault) {
    super(`${fault.reason}: ${fault.mend}`)
    this.fault = fault
  }
}

const parsed = new WeakMap<Bindings, Settings>()

/** The settings of an environment, parsed once. Throws SettingsError for what concerns all targets. */
export function settingsOf(env: Bindings): Settings {
  const known = parsed.get(env)
  if (known) return known
  const alerting = alertingOf(env, {}, 'INCIDENTS')
  if ('reason' in alerting) throw new SettingsError(alerting)
  const targets = Object.entries(targetTable(env.TARGETS)).map(([name, config]) =>
    readTarget(env, name, config, alerting),
  )
  const settings = {
    targets: inOrder(targets),
    alerting,
    writeTokens: readTokens(env, 'PLUMBLINE_TOKEN'),
    readTokens: readTokens(env, 'PLUMBLINE_READ_TOKEN'),
  }
  parsed.set(env, settings)
  return settings
}

/** `[vars.TARGETS.name]` tables of wrangler.toml, or the same as JSON text (`--var TARGETS:…`, .dev.vars). */
function targetTable(value: unknown): Record<string, unknown> {
  const table = z.record(z.string(), z.unknown()).safeParse(settingIn(value))
  if (value === undefined) return {}
  if (table.success) return table.data
  throw new SettingsError({
    reason: 'TARGETS is not a table of targets',
    mend: 'write one table [vars.TARGETS.name] per target in wrangler.toml',
  })
}

function readTarget(env: Bindings, name: string, value: unknown, shared: Alerting): Target {
  const environment = z.object({ environment: z.string() }).safeParse(value).data?.environment ?? 'production'
  const own = z.object({ incidents: z.unknown() }).safeParse(value).data?.incidents
  const alerting = own === undefined ? shared : alertingOf(env, own, `TARGETS.${name}.incidents`)
  // Whatever is wrong with its settings, somebody is to hear of it.
  const heard = 'reason' in alerting ? shared : alerting
  const faulty = (reason: string, mend: string): Target => ({
    name,
    environment,
    alerting: heard,
    fault: { reason, mend },
  })

  const goodName = TargetName.safeParse(name)
  if (!goodName.success) return faulty(`TARGETS.${name}: ${said(goodName.error)}`, 'rename it in wrangler.toml')
  if (OWN_PATHS.includes(name)) return faulty(`TARGETS.${name} is a path of the Worker`, 'rename it in wrangler.toml')
  const config = TargetConfig.safeParse(value)
  if (!config.success) return faulty(`TARGETS.${name}: ${said(config.error)}`, 'mend it in wrangler.toml')

  if ('reason' in alerting) return faulty(alerting.reason, alerting.mend)
  const way = wayTo(env, name, config.data)
  if ('reason' in way) return faulty(way.reason, way.mend)
  const [backups, application] = [backupsWayTo(env, name, config.data), applicationWayTo(env, name, config.data)]
  const usable = { name, environment: config.data.environment, alerting, fault: null, config: config.data } as const
  return { ...usable, way, backups, application }
}

/** The targets, each with a fault whose setting `after` names none, or leads back to itself. */
function inOrder(targets: readonly Target[]): Target[] {
  const before = new Map(
    targets.flatMap((target) => (target.fault === null ? [[target.name, target.config.after]] : [])),
  )
  const names = new Set(targets.map(({ name }) => name))
  return targets.map((target) => {
    const { name, environment, alerting } = target
    const after = before.get(name)
    if (after === undefined) return target
    const faulty = (what: string): Target => ({
      name,
      environment,
      alerting,
      fault: {
        reason: `TARGETS.${name}.after ${what}`,
        mend: 'name the target that comes before it in wrangler.toml, or leave it out',
      },
    })
    if (!names.has(after)) return faulty(`names ${after}, which is no target`)
    const way = [name]
    for (let next: string | undefined = after; next !== undefined; next = before.get(next)) {
      if (way.includes(next)) return faulty(`leads back to itself: ${[...way, next].join(' → ')}`)
      way.push(next)
    }
    return target
  })
}

/** Tokens separated by commas, so that an old and a new one are valid while callers move from one to the other. */
function readTokens(env: Bindings, name: string): string[] {
  const value = env[name]
  if (value === undefined || value === '') return []
  const tokens = z.array(z.string().regex(/^[\w.~+/-]+=*$/)).safeParse(
    String(value)
      .split(',')
      .map((token) => token.trim()),
  )
  if (tokens.success) return tokens.data
  throw new SettingsError({
    reason: `${name} holds a token with characters that a bearer token may not have`,
    mend: `use letters, digits and -._~+/= : openssl rand -hex 32 | wrangler secret put ${name}`,
  })
}
