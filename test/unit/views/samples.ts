import type { Finding, FindingOf, FindingType, Unknown } from '../../../functions/model/finding.ts'
import type { RunSummary, SeenFinding, TargetReport } from '../../../functions/model/report.ts'
import type { Look } from '../../../functions/model/run.ts'

export const NOW = Date.UTC(2026, 2, 1, 12)
const MINUTE = 60_000
const table = 'drizzle.__drizzle_migrations'
const hash = 'a1b2c3d4e5f60718'.repeat(4)
const other = '0f1e2d3c4b5a6978'.repeat(4)
const drift = { severity: 'high', follows: [], mend: [] } satisfies Partial<Finding>

/** At least one finding of every type, and one for every way in which its words can go. */
export const samples: { [T in FindingType]: FindingOf<T>[] } = {
  'drift.missing': [
    {
      ...drift,
      type: 'drift.missing',
      key: 'drift:index:public.links_workspace_id_idx',
      fact: 'index:public.links_workspace_id_idx',
      migration: '0006_workspaces',
      blueprint: 'CREATE INDEX links_workspace_id_idx ON public.links USING btree (workspace_id)',
      mend: ['CREATE INDEX links_workspace_id_idx ON public.links USING btree (workspace_id);'],
    },
    {
      ...drift,
      type: 'drift.missing',
      key: 'drift:domain:app.email',
      fact: 'domain:app.email',
      migration: null,
      blueprint: 'domain as text',
      follows: ['column:public.users.email', 'column:app.people.email'],
    },
  ],
  'drift.extra': [
    {
      ...drift,
      type: 'drift.extra',
      key: 'drift:table:public.backup',
      fact: 'table:public.backup',
      migration: null,
      target: 'table',
      follows: ['column:public.backup.id'],
      mend: ['drop table public.backup;'],
    },
    {
      ...drift,
      type: 'drift.extra',
      key: 'drift:policy:public.links."all of it"',
      fact: 'policy:public.links."all of it"',
      migration: '0007_tighten',
      target: 'as permissive for all to public using (true)',
    },
  ],
  'drift.changed': [
    {
      ...drift,
      type: 'drift.changed',
      key: 'drift:column:public.users.email',
      fact: 'column:public.users.email',
      migration: '0001_users',
      blueprint: 'text not null',
      target: 'text',
      mend: ['alter table public.users alter column email set not null;'],
    },
    {
      ...drift,
      type: 'drift.changed',
      key: 'drift:comment:table:public.users',
      fact: 'comment:table:public.users',
      migration: null,
      blueprint: 'People',
      target: 'People\nand robots',
    },
  ],
  'drift.collision': [
    {
      ...drift,
      type: 'drift.collision',
      severity: 'critical',
      key: 'drift:column:public.links.workspace_id',
      fact: 'column:public.links.workspace_id',
      migration: '0009_subscriptions',
      target: 'uuid',
      pending: 'uuid',
      mend: ['alter table public.links drop column workspace_id;'],
    },
    {
      ...drift,
      type: 'drift.collision',
      key: 'drift:constraint:public.links.links_pkey',
      fact: 'constraint:public.links.links_pkey',
      migration: null,
      target: 'PRIMARY KEY (id)',
      pending: 'PRIMARY KEY (id, slug)',
    },
    {
      ...drift,
      type: 'drift.collision',
      key: 'drift:comment:table:public.links',
      fact: 'comment:table:public.links',
      migration: '0009_subscriptions',
      target: 'old',
      pending: 'new',
    },
    {
      ...drift,
      type: 'drift.collision',
      key: 'drift:enum:public.plan',
      fact: 'enum:public.plan',
      migration: '0009_subscriptions',
      target: "enum ('free', 'paid')",
      pending: "enum ('free', 'paid')",
      blueprint: "enum ('free')",
    },
  ],
  'journal.pending': [
    {
      type: 'journal.pending',
      key: 'journal:pending',
      severity: 'info',
      entries: [{ tag: '0009_subscriptions', adds: 24, changes: 0, removes: 1 }],
    },
  ],
  'journal.empty': [
    { type: 'journal.empty', key: 'journal:empty', severity: 'info', table, exists: true },
    { type: 'journal.empty', key: 'journal:empty', severity: 'info', table, exists: false },
  ],
  'journal.unknown-row': [
    {
      type: 'journal.unknown-row',
      key: 'journal:unknown-row:a1b2c3d4e5f6',
      severity: 'high',
      table,
      id: 10,
      hash,
      createdAt: NOW,
      name: null,
    },
    {
      type: 'journal.unknown-row',
      key: 'journal:unknown-row:0f1e2d3c4b5a',
      severity: 'high',
      table,
      id: null,
      hash: other,
      createdAt: null,
      name: '20260301120000_x',
    },
  ],
  'journal.edited': (['content', 'line endings', 'byte order mark'] as const).map((difference) => ({
    type: 'journal.edited',
    key: 'journal:edited:0003_files',
    severity: difference === 'content' ? 'high' : 'low',
    tag: '0003_files',
    file: '0003_files.sql',
    rowHash: hash,
    fileHash: other,
    table,
    id: 4,
    difference,
  })),
  'journal.skipped': [
    {
      type: 'journal.skipped',
      key: 'journal:skipped:0004_tags',
      severity: 'high',
      tag: '0004_tags',
      when: NOW - 60 * MINUTE,
      newest: NOW,
      newestTag: '0005_teams',
      missing: ['table:public.tags'],
      table,
      hash,
    },
    {
      type: 'journal.skipped',
      key: 'journal:skipped:0004_tags',
      severity: 'high',
      tag: '0004_tags',
      when: NOW,
      newest: NOW,
      newestTag: null,
      missing: [],
      table,
      hash: null,
    },
  ],
  'journal.out-of-order': [true, false].map((applied) => ({
    type: 'journal.out-of-order',
    key: 'journal:out-of-order:0005_teams',
    severity: applied ? 'info' : 'medium',
    tag: '0005_teams',
    when: NOW - MINUTE,
    before: '0004_tags',
    beforeWhen: NOW,
    others: applied ? [] : ['0006_workspaces'],
    applied,
  })),
  'journal.future': [null, { id: 5, hash }].map((row) => ({
    type: 'journal.future',
    key: 'journal:future:0004_tags',
    severity: 'high',
    tag: '0004_tags',
    when: Date.UTC(2027, 2, 1),
    stamp: NOW + 1,
    table,
    row,
  })),
  'journal.duplicate-row': [
    {
      type: 'journal.duplicate-row',
      key: 'journal:duplicate-row:0002_links',
      severity: 'low',
      table,
      tag: '0002_links',
      ids: [3, 11],
      spare: [{ id: 11, hash }],
    },
    {
      type: 'journal.duplicate-row',
      key: 'journal:duplicate-row:a1b2c3d4e5f6',
      severity: 'low',
      table,
      tag: null,
      ids: [3, 11],
      spare: [{ id: 11, hash }],
    },
  ],
  'journal.null-created-at': [
    {
      type: 'journal.null-created-at',
      key: 'journal:null-created-at',
      severity: 'critical',
      table,
      ids: [3, 4],
      rows: [
        { id: 3, hash, tag: '0002_links', when: NOW, spare: false },
        { id: 4, hash: other, tag: null, when: null, spare: false },
      ],
    },
  ],
  'journal.rerun': (['when', 'name'] as const).map((reason) => ({
    type: 'journal.rerun',
    key: `journal:rerun:${reason}`,
    severity: 'critical',
    table,
    reason,
    rows: [
      { id: 3, hash, tag: '0002_links', when: NOW },
      { id: 4, hash: other, tag: "0003_it's", when: NOW + 1 },
    ].slice(0, reason === 'when' ? 1 : 2),
  })),
  'journal.not-prefix': [
    {
      type: 'journal.not-prefix',
      key: 'journal:not-prefix',
      severity: 'medium',
      missing: ['0003_files', '0004_tags'],
      newest: '0005_teams',
    },
  ],
  'migrations.missing-file': [
    {
      type: 'migrations.missing-file',
      key: 'migrations:missing-file:0003_files',
      severity: 'critical',
      tag: '0003_files',
      file: '0003_files.sql',
    },
  ],
  'migrations.orphan-file': [
    {
      type: 'migrations.orphan-file',
      key: 'migrations:orphan-file:0003_old.sql',
      severity: 'medium',
      file: '0003_old.sql',
    },
  ],
  'migrations.undated-folder': [
    {
      type: 'migrations.undated-folder',
      key: 'migrations:undated-folder:old/migration.sql',
      severity: 'critical',
      file: 'old/migration.sql',
    },
  ],
  'migrations.same-number': [
    {
      type: 'migrations.same-number',
      key: 'migrations:same-number:0003',
      severity: 'low',
      number: '0003',
      files: ['0003_files.sql', '0003_old.sql'],
    },
  ],
  'migrations.duplicate-entry': (['high', 'low'] as const).map((severity) => ({
    type: 'migrations.duplicate-entry',
    key: 'migrations:duplicate-entry:0003_files',
    severity,
    tag: '0003_files',
    idx: 3,
  })),
  'migrations.idx-gap': [
    {
      type: 'migrations.idx-gap',
      key: 'migrations:idx-gap:0003_files',
      severity: 'info',
      tag: '0003_files',
      idx: 5,
      expected: 3,
    },
  ],
  'migrations.fault': (['failed', 'not-in-transaction', 'empty', 'encoding'] as const).map((fault) => ({
    type: 'migrations.fault',
    key: `migrations:${fault}:0003_files:2`,
    severity: 'high',
    fault,
    tag: '0003_files',
    file: '0003_files.sql',
    statement: fault === 'empty' ? null : 2,
    line: fault === 'empty' ? null : 7,
    sqlstate: fault === 'failed' ? '42703' : null,
    message: 'column "x" does not exist',
    excerpt: 'create index files_x on files (x)',
  })),
}

export const allSamples: Finding[] = Object.values(samples).flat()

export const seen = (finding: Finding): SeenFinding => ({
  finding,
  firstSeen: NOW - 26 * 60 * MINUTE,
  lastSeen: NOW - 3 * MINUTE,
  resolvedAt: null,
})

export const unknown: Unknown = {
  key: 'drift:secrets',
  check: 'drift',
  subject: 'tables of the schema secrets',
  reason: 'permission denied for schema secrets (42501)',
  mend: 'grant usage on schema secrets to plumbline;',
}

/** The story of the guide: a column too early, an index gone, a row that nothing explains. */
export const report: TargetReport = {
  target: 'demo',
  environment: 'production',
  status: 'fail',
  at: NOW - 3 * MINUTE,
  run: { id: 'demo.tick.1', suite: 'tick' },
  position: { index: 8, tag: '0008_files', of: 10, applied: 9 },
  blueprint: { hash: hash, tag: '3f2a91c' },
  postgres: 'PostgreSQL 17.9',
  findings: [
    ...samples['drift.collision'].slice(0, 1),
    ...samples['journal.unknown-row'].slice(0, 1),
    ...samples['drift.missing'].slice(0, 1),
    ...samples['journal.pending'],
  ].map(seen),
  unknowns: [unknown],
  figures: { ms: 212.6, roundTrips: 2, bytes: 2048 },
}

export const clean: TargetReport = { ...report, target: 'staging', status: 'pass', findings: [], unknowns: [] }

export const never: TargetReport = {
  ...clean,
  target: 'preview',
  status: 'unknown',
  at: null,
  run: null,
  position: null,
  blueprint: null,
  postgres: null,
  figures: null,
}

export const look: Look = {
  checks: ['drift', 'journal', 'migrations'],
  status: 'fail',
  findings: [...samples['migrations.fault'].slice(0, 1), ...samples['drift.missing'].slice(0, 1)],
  unknowns: [unknown],
  position: report.position,
  blueprint: report.blueprint,
  postgres: report.postgres,
  figures: { ms: 212.6, roundTrips: 2, bytes: 2048 },
}

export const run: RunSummary = {
  id: 'demo.tick.1',
  target: 'demo',
  suite: 'tick',
  trigger: 'cron',
  scheduledAt: NOW - 5 * MINUTE,
  startedAt: NOW - 4 * MINUTE,
  finishedAt: NOW - 3 * MINUTE,
  status: 'fail',
  findings: 4,
  unknowns: 1,
  ms: 212.6,
}
