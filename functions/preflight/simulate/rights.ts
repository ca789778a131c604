import { z } from 'zod'
import type { Surrounding } from '../../model/surrounding.ts'
import { idFromKey } from './names.ts'

/** What the role that migrates may do with something that it does not own. */
export interface Right {
  /** '' for a role, which has none. */
  owner: string
  /** Privileges, as has_table_privilege and its kin say; `SELECT?` with some columns only. */
  may: ReadonlySet<string>
  /** Of a schema: those of the roles that statements name that may create there. */
  creators: ReadonlySet<string>
}

/** Who migrates, and what it may do, as PostgreSQL itself says. */
export interface Rights {
  role: string
  superuser: boolean
  createrole: boolean
  database: string
  /** Whether it may create schemas in the database. */
  create: boolean
  /** Whether supautils lets it do what else only a superuser may: Supabase's `postgres`. */
  privileged: boolean
  /** Tables, `schema.name`, whose policies and triggers supautils lets it change or drop; null: nobody knows. */
  policies: ReadonlySet<string> | null
  triggers: ReadonlySet<string> | null
  /** What it does not own, and all schemas, by id; roles that it may act as. What is not here is its own. */
  objects: ReadonlyMap<string, Right>
  /** What pending statements gave, took or handed on, by id: of these nobody knows. */
  changed: Set<string>
  /** A pending statement may have changed who runs the rest, or anything that it may do. */
  unsettled: boolean
}

const Migrator = z.object({
  superuser: z.boolean(),
  createrole: z.boolean(),
  database: z.string(),
  create: z.boolean(),
  privileged: z.string().nullable(),
  policies: z.string().nullable(),
  triggers: z.string().nullable(),
})

/** What was read of who migrates; null: nobody knows who that is. */
export function rightsFrom(rows: readonly Surrounding[]): Rights | null {
  const row = rows.find(({ kind }) => kind === 'migrator')
  if (row === undefined) return null
  const { privileged, policies, triggers, ...told } = Migrator.parse(JSON.parse(row.value))
  return {
    role: row.key,
    ...told,
    privileged: privileged === row.key,
    policies: grantsOf(policies, row.key),
    triggers: grantsOf(triggers, row.key),
    objects: new Map(
      rows.flatMap(({ kind, key, value }) => (kind === 'right' ? [[idFromKey(key), rightFrom(value)]] : [])),
    ),
    changed: new Set(),
    unsettled: false,
  }
}

const listed = (text: string, by: string) => new Set(text.split(by).filter((word) => word !== ''))

function rightFrom(value: string): Right {
  const [owner = '', may = '', creators = ''] = value.split('\n')
  return { owner, may: listed(may, ' '), creators: listed(creators, '\t') }
}

const Grants = z.record(z.string(), z.array(z.string()))

/** A setting of supautils, `{"role": ["schema.table"]}`: what it gives one role. */
function grantsOf(setting: string | null, role: string): ReadonlySet<string> | null {
  if (setting === null || setting.trim() === '') return new Set()
  try {
    return new Set(Grants.parse(JSON.parse(setting))[role] ?? [])
  } catch {
    return null
  }
}
