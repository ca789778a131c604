import type { z } from 'zod'
import type { DeployEvent, SenderName } from '../model/deploy.ts'

/** A delivery as it came: its body as text, byte for byte. */
export interface Message {
  body: string
  headers: Headers
}

/** Why a delivery is not believed, for the log; null: it is. Never holds a secret or a signature. */
export type Refusal = string | null

/** What a believed delivery tells. */
export type What =
  | { kind: 'deploy'; event: DeployEvent }
  /** Something of that project at Supabase changed: a look is due. */
  | { kind: 'look'; reason: string; project: string }
  | { kind: 'ignored'; reason: string }

export interface Reading {
  /** The sender's name of what happened: `deployment_status`, `v1.project.paused`. */
  event: string
  /** The sender's name of the delivery: the same when it comes again. null: it has none. */
  delivery: string | null
  what: What
}

/** A believed delivery that is not what its sender documents. */
export interface Unreadable {
  unreadable: string
}

/** One kind of sender: how its deliveries are believed, and what they mean. */
export interface Sender {
  name: SenderName
  /** Whether what is signed covers the delivery's name: else the content alone says whether it came before. */
  signsDelivery: boolean
  /** What makes a secret of this sender, for whoever sets it up. */
  secretFrom: string
  /** What is wrong with the form of a secret; null: nothing. */
  wrongSecret(secret: string): string | null
  /** Believes a message that one of the secrets signed, within the tolerance of `now` (ms) where the scheme has one. */
  verify(message: Message, secrets: readonly string[], now: number): Promise<Refusal>
  /** Reads a message that was believed; `value` is its body's JSON. */
  read(message: Message, value: unknown): Reading | Unreadable
}

/** What a schema makes of a value, or where it does not fit. */
export function parsed<T>(schema: z.ZodType<T>, value: unknown): { data: T } | Unreadable {
  const result = schema.safeParse(value)
  if (result.success) return { data: result.data }
  const [issue] = result.error.issues
  return { unreadable: `at ${issue?.path.join('.') || 'the top'}: ${issue?.message ?? 'a wrong value'}` }
}

/** What an event does not say. */
export const SILENT = {
  sha: null,
  ref: null,
  environment: null,
  url: null,
  release: null,
  repository: null,
  deployment: null,
  workflow: null,
  migrationsChanged: null,
} as const satisfies Partial<DeployEvent>

/** An event that is told of in a few words. */
export const ignored = (reason: string): What => ({ kind: 'ignored', reason })

/** An optional text of somebody else's as ours: of bounded length, null for none. */
export const textOrNull = (value: string | null | undefined): string | null => value?.slice(0, 500) || null

/** An address as ours: only http(s), null for what is none. */
export function urlOrNull(value: string | null | undefined): string | null {
  if (!value || value.length > 2000 || !URL.canParse(value)) return null
  return /^https?:$/.test(new URL(value).protocol) ? value : null
}
