/**
 * The demo project: links and files of people in workspaces. drizzle/ was generated from it, version by version. Each
 * table is closed when it is made, and has its policies since 0007.
 */
import { eq, isNull, sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgPolicy,
  pgTable,
  pgView,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { anonRole, authUid, authUsers, authenticatedRole } from 'drizzle-orm/supabase'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const users = pgTable(
  'users',
  {
    id: uuid()
      .primaryKey()
      .references(() => authUsers.id, { onDelete: 'cascade' }),
    email: text().notNull().unique(),
    displayName: text('display_name'),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [
    pgPolicy('users read their profile', { for: 'select', to: authenticatedRole, using: eq(table.id, authUid) }),
    pgPolicy('users change their profile', {
      for: 'update',
      to: authenticatedRole,
      using: eq(table.id, authUid),
      withCheck: eq(table.id, authUid),
    }),
  ],
).enableRLS()

export const workspaces = pgTable(
  'workspaces',
  {
    id: uuid().primaryKey().defaultRandom(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    slug: text().notNull().unique(),
    createdAt: time('created_at').notNull().defaultNow(),
    archivedAt: time('archived_at'),
  },
  (table) => [
    index().on(table.ownerId),
    check('workspaces_slug_form', sql`${table.slug} ~ '^[a-z0-9-]{3,40}$'`),
    pgPolicy('members read their workspaces', {
      for: 'select',
      to: authenticatedRole,
      using: sql`exists (select from workspace_members m where m.workspace_id = ${table.id} and m.user_id = ${authUid})`,
    }),
  ],
).enableRLS()

export const workspaceRole = pgEnum('workspace_role', ['owner', 'editor', 'viewer'])

export const workspaceMembers = pgTable(
  'workspace_members',
  {
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: workspaceRole().notNull().default('viewer'),
    joinedAt: time('joined_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.userId] }),
    index().on(table.userId),
    pgPolicy('members read their memberships', {
      for: 'select',
      to: authenticatedRole,
      using: eq(table.userId, authUid),
    }),
  ],
).enableRLS()

export const links = pgTable(
  'links',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    workspaceId: uuid('workspace_id').references(() => workspaces.id, { onDelete: 'cascade' }),
    slug: text().notNull(),
    url: text().notNull(),
    clicks: integer().notNull().default(0),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
    deletedAt: time('deleted_at'),
  },
  (table) => [
    uniqueIndex('links_live_slug').on(table.slug).where(isNull(table.deletedAt)),
    index().on(table.ownerId),
    index().on(table.workspaceId, table.createdAt.desc()),
    pgPolicy('owners keep their links', {
      to: authenticatedRole,
      using: eq(table.ownerId, authUid),
      withCheck: eq(table.ownerId, authUid),
    }),
  ],
).enableRLS()

export const files = pgTable(
  'files',
  {
    id: uuid().primaryKey().defaultRandom(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    workspaceId: uuid('workspace_id').references(() => workspaces.id, { onDelete: 'cascade' }),
    path: text().notNull().unique(),
    mimeType: text('mime_type').notNull().default('application/octet-stream'),
    bytes: bigint({ mode: 'number' }).notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [
    check('files_bytes_not_negative', sql`${table.bytes} >= 0`),
    index().on(table.ownerId),
    index().on(table.workspaceId),
    pgPolicy('owners keep their files', {
      to: authenticatedRole,
      using: eq(table.ownerId, authUid),
      withCheck: eq(table.ownerId, authUid),
    }),
  ],
).enableRLS()

export const workspaceActivity = pgView('workspace_activity')
  .with({ securityInvoker: true })
  .as((query) =>
    query
      .select({
        workspaceId: workspaces.id,
        name: workspaces.name,
        links: sql<number>`count(${links.id})`.as('links'),
        clicks: sql<number>`coalesce(sum(${links.clicks}), 0)`.as('clicks'),
        lastLinkAt: sql<Date | null>`max(${links.createdAt})`.as('last_link_at'),
      })
      .from(workspaces)
      .leftJoin(links, eq(links.workspaceId, workspaces.id))
      .groupBy(workspaces.id),
  )

export const subscriptionStatus = pgEnum('subscription_status', ['trialing', 'active', 'past_due', 'canceled'])

export const subscriptionTiers = pgTable(
  'subscription_tiers',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    monthlyCents: integer('monthly_cents').notNull(),
    linkLimit: integer('link_limit'),
    storageBytes: bigint('storage_bytes', { mode: 'number' }),
    offered: boolean().notNull().default(true),
  },
  (table) => [
    pgPolicy('everybody reads what is offered', {
      for: 'select',
      to: [anonRole, authenticatedRole],
      using: sql`${table.offered}`,
    }),
  ],
).enableRLS()

export const userSubscriptions = pgTable(
  'user_subscriptions',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    tierId: text('tier_id')
      .notNull()
      .references(() => subscriptionTiers.id),
    status: subscriptionStatus().notNull().default('trialing'),
    currentPeriodEnd: time('current_period_end').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('user_subscriptions_one_live')
      .on(table.userId)
      .where(sql`${table.status} <> 'canceled'`),
    index().on(table.userId),
    index().on(table.tierId),
    pgPolicy('users read their subscriptions', {
      for: 'select',
      to: authenticatedRole,
      using: eq(table.userId, authUid),
    }),
  ],
)

export const subscriptionEvents = pgTable(
  'subscription_events',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    subscriptionId: uuid('subscription_id')
      .notNull()
      .references(() => userSubscriptions.id, { onDelete: 'cascade' }),
    type: text().notNull(),
    payload: jsonb().notNull().default({}),
    receivedAt: time('received_at').notNull().defaultNow(),
  },
  (table) => [index().on(table.subscriptionId, table.receivedAt)],
).enableRLS()
