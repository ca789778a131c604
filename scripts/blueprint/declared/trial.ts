/**
 * How to find out from PostgreSQL itself what a statement says: run its opposite, then itself, and compare. A statement that
 * changes nothing says as much as one that does.
 */
export interface RightsTrial {
  try: 'rights'
  /** null: what is there already is compared with what is there afterwards. */
  opposite: string | null
  itself: string
  /** Whether it says what must be held, and what must not. */
  says: { come: boolean; gone: boolean }
  /** Kinds of facts that it is about. */
  kinds: readonly string[]
  /** Only about what was there before it: what it makes itself has rights that nobody declared. */
  onlyKnown: boolean
  /** Privileges that ALL does not declare: not every version has MAINTAIN. */
  unsaid: readonly string[]
}

/** Attributes that CREATE ROLE or ALTER ROLE names. */
export interface RoleTrial {
  try: 'role'
  role: string
  itself: string
  holds: readonly string[]
  lacks: readonly string[]
}

/** What ALTER ROLE … SET and ALTER DATABASE … SET say. */
export interface SettingTrial {
  try: 'setting'
  /** null: every role. */
  role: string | null
  database: string | null
  name: string
  itself: string
  resets: boolean
}

/** CREATE SCHEMA … AUTHORIZATION: the owner of what it makes. */
export interface SchemaTrial {
  try: 'schema'
  schema: string
  owner: string
  itself: string
}

export type Trial = RightsTrial | RoleTrial | SettingTrial | SchemaTrial
