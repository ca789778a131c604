const GET_TARGET = {
  target: 'demo',
  environment: 'staging',
  status: 'fail',
  at: '2026-11-23T21:22:16.162Z',
  run: {
    id: 'asked-1795468936065',
    suite: 'asked',
  },
  position: {
    index: 8,
    tag: '0008_workspace_activity',
    of: 10,
    applied: 9,
  },
  blueprint: {
    hash: 'a7d215f2d46354279755de5b8d4618b6e4c28222c8179fa31cf5037956b88592',
    tag: '3f2a91c',
  },
  postgres: 'PostgreSQL 17.9',
  findings: [
    {
      key: 'drift:column:public.files.workspace_id',
      type: 'drift.collision',
      check: 'drift',
      severity: 'high',
      truth: 'catalog',
      title: 'Column files.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)',
      what: 'The target already has what 0009_subscriptions is to make: uuid.',
      why: 'It was done ahead of 0009_subscriptions, by hand, by drizzle-kit push or by a migration that was edited. PostgreSQL will raise 42701, unless the statement says IF NOT EXISTS; Drizzle then rolls back every pending migration, and the deploy stops.',
      mend: [
        '-- either undo it (the data in it is lost) and let 0009_subscriptions do it:',
        'alter table public.files drop column workspace_id;',
      ],
      firstSeen: '2026-11-23T21:22:13.602Z',
      lastSeen: '2026-11-23T21:22:16.162Z',
      resolvedAt: null,
      accepted: null,
      lapsed: null,
      detail: {
        type: 'drift.collision',
        key: 'drift:column:public.files.workspace_id',
        severity: 'high',
        fact: 'column:public.files.workspace_id',
        migration: '0009_subscriptions',
        follows: [],
        mend: ['alter table public.files drop column workspace_id;'],
        cause: {
          kind: 'pending',
          migration: '0009_subscriptions',
          whole: false,
        },
        appeared: {
          after: null,
          by: {
            run: 'asked-1795468933366',
            at: 1795468933602,
          },
        },
        who: {
          known: 'nothing',
          reason: 'the extension pg_stat_statements is not installed',
          mend: 'create extension pg_stat_statements schema extensions;',
        },
        target: 'uuid',
        pending: 'uuid',
        blueprint: null,
      },
    },
  ],
  unknowns: [],
  figures: {
    ms: 81,
    roundTrips: 3,
    bytes: 1820,
  },
  pin: {
    who: 'ana@example.com',
    reason: 'looked through with <bea>',
    hash: 'cfdc741620c716e375d2d588a6f5d4ded2ddda7238b90c31eb37bd9fa3ed7576',
    at: '2026-11-23T21:22:12.992Z',
    facts: 66,
  },
  ageMs: 501,
  provenAt: null,
}

const GET_TARGET_FINDINGS_KEY = {
  key: 'drift:index:public.links_workspace_id_created_at_index',
  type: 'drift.missing',
  check: 'drift',
  severity: 'medium',
  truth: 'catalog',
  title: 'Index links_workspace_id_created_at_index is missing; 0006_links_in_workspaces made it',
  what: 'The blueprint has: CREATE INDEX links_workspace_id_created_at_index ON public.links USING btree (workspace_id, created_at DESC NULLS LAST). The target has none.',
  why: 'Queries that used it read the whole table; if it was unique, doubles can come in. It was made by 0006_links_in_workspaces, and removed by hand since. The journal says that 0006_links_in_workspaces was applied, so Drizzle will not make it again.',
  mend: [
    'CREATE INDEX links_workspace_id_created_at_index ON public.links USING btree (workspace_id, created_at DESC NULLS LAST);',
  ],
  firstSeen: '2026-11-23T21:22:13.602Z',
  lastSeen: '2026-11-23T21:22:16.162Z',
  resolvedAt: null,
  accepted: null,
  lapsed: null,
  detail: {
    type: 'drift.missing',
    key: 'drift:index:public.links_workspace_id_created_at_index',
    severity: 'medium',
    fact: 'index:public.links_workspace_id_created_at_index',
    migration: '0006_links_in_workspaces',
    follows: [],
    mend: [
      'CREATE INDEX links_workspace_id_created_at_index ON public.links USING btree (workspace_id, created_at DESC NULLS LAST);',
    ],
    cause: {
      kind: 'removed',
      migration: '0006_links_in_workspaces',
      whole: false,
    },
    appeared: {
      after: null,
      by: {
        run: 'asked-1795468933366',
        at: 1795468933602,
      },
    },
    who: {
      known: 'nothing',
      reason: 'the extension pg_stat_statements is not installed',
      mend: 'create extension pg_stat_statements schema extensions;',
    },
    blueprint:
      'CREATE INDEX links_workspace_id_created_at_index ON public.links USING btree (workspace_id, created_at DESC NULLS LAST)',
  },
}

/** Of targets, their findings, runs and figures. As a Worker answered them, lists cut short. */
export const TARGETS: Readonly<Record<string, unknown>> = {
  'get /': {
    targets: [
      {
        target: 'demo',
        environment: 'staging',
        status: 'fail',
        at: '2026-11-23T21:22:16.162Z',
        run: {
          id: 'asked-1795468936065',
          suite: 'asked',
        },
        position: {
          index: 8,
          tag: '0008_workspace_activity',
          of: 10,
          applied: 9,
        },
        blueprint: {
          hash: 'a7d215f2d46354279755de5b8d4618b6e4c28222c8179fa31cf5037956b88592',
          tag: '3f2a91c',
        },
        postgres: 'PostgreSQL 17.9',
        findings: [
          {
            key: 'drift:column:public.files.workspace_id',
            type: 'drift.collision',
            check: 'drift',
            severity: 'high',
            truth: 'catalog',
            title:
              'Column files.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)',
            what: 'The target already has what 0009_subscriptions is to make: uuid.',
            why: 'It was done ahead of 0009_subscriptions, by hand, by drizzle-kit push or by a migration that was edited. PostgreSQL will raise 42701, unless the statement says IF NOT EXISTS; Drizzle then rolls back every pending migration, and the deploy stops.',
            mend: [
              '-- either undo it (the data in it is lost) and let 0009_subscriptions do it:',
              'alter table public.files drop column workspace_id;',
            ],
            firstSeen: '2026-11-23T21:22:13.602Z',
            lastSeen: '2026-11-23T21:22:16.162Z',
            resolvedAt: null,
            accepted: null,
            lapsed: null,
            detail: {
              type: 'drift.collision',
              key: 'drift:column:public.files.workspace_id',
              severity: 'high',
              fact: 'column:public.files.workspace_id',
              migration: '0009_subscriptions',
              follows: [],
              mend: ['alter table public.files drop column workspace_id;'],
              cause: {
                kind: 'pending',
                migration: '0009_subscriptions',
                whole: false,
              },
              appeared: {
                after: null,
                by: {
                  run: 'asked-1795468933366',
                  at: 1795468933602,
                },
              },
              who: {
                known: 'nothing',
                reason: 'the extension pg_stat_statements is not installed',
                mend: 'create extension pg_stat_statements schema extensions;',
              },
              target: 'uuid',
              pending: 'uuid',
              blueprint: null,
            },
          },
        ],
        unknowns: [],
        figures: {
          ms: 81,
          roundTrips: 3,
          bytes: 1820,
        },
        pin: {
          who: 'ana@example.com',
          reason: 'looked through with <bea>',
          hash: 'cfdc741620c716e375d2d588a6f5d4ded2ddda7238b90c31eb37bd9fa3ed7576',
          at: '2026-11-23T21:22:12.992Z',
          facts: 66,
        },
        ageMs: 483,
        provenAt: null,
      },
    ],
  },
  'get /{target}': GET_TARGET,
  'get /{target}/findings': [
    {
      key: 'drift:column:public.files.workspace_id',
      type: 'drift.collision',
      check: 'drift',
      severity: 'high',
      truth: 'catalog',
      title: 'Column files.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)',
      what: 'The target already has what 0009_subscriptions is to make: uuid.',
      why: 'It was done ahead of 0009_subscriptions, by hand, by drizzle-kit push or by a migration that was edited. PostgreSQL will raise 42701, unless the statement says IF NOT EXISTS; Drizzle then rolls back every pending migration, and the deploy stops.',
      mend: [
        '-- either undo it (the data in it is lost) and let 0009_subscriptions do it:',
        'alter table public.files drop column workspace_id;',
      ],
      firstSeen: '2026-11-23T21:22:13.602Z',
      lastSeen: '2026-11-23T21:22:16.162Z',
      resolvedAt: null,
      accepted: null,
      lapsed: null,
      detail: {
        type: 'drift.collision',
        key: 'drift:column:public.files.workspace_id',
        severity: 'high',
        fact: 'column:public.files.workspace_id',
        migration: '0009_subscriptions',
        follows: [],
        mend: ['alter table public.files drop column workspace_id;'],
        cause: {
          kind: 'pending',
          migration: '0009_subscriptions',
          whole: false,
        },
        appeared: {
          after: null,
          by: {
            run: 'asked-1795468933366',
            at: 1795468933602,
          },
        },
        who: {
          known: 'nothing',
          reason: 'the extension pg_stat_statements is not installed',
          mend: 'create extension pg_stat_statements schema extensions;',
        },
        target: 'uuid',
        pending: 'uuid',
        blueprint: null,
      },
    },
  ],
  'get /{target}/findings/{key}': GET_TARGET_FINDINGS_KEY,
  'post /{target}/findings/{key}/accept': {
    key: 'drift:index:public.links_workspace_id_created_at_index',
    type: 'drift.missing',
    check: 'drift',
    severity: 'medium',
    truth: 'catalog',
    title: 'Index links_workspace_id_created_at_index is missing; 0006_links_in_workspaces made it',
    what: 'The blueprint has: CREATE INDEX links_workspace_id_created_at_index ON public.links USING btree (workspace_id, created_at DESC NULLS LAST). The target has none.',
    why: 'Queries that used it read the whole table; if it was unique, doubles can come in. It was made by 0006_links_in_workspaces, and removed by hand since. The journal says that 0006_links_in_workspaces was applied, so Drizzle will not make it again.',
    mend: [
      'CREATE INDEX links_workspace_id_created_at_index ON public.links USING btree (workspace_id, created_at DESC NULLS LAST);',
    ],
    firstSeen: '2026-11-23T21:22:13.602Z',
    lastSeen: '2026-11-23T21:22:16.162Z',
    resolvedAt: null,
    accepted: {
      who: 'ana@example.com',
      reason: 'comes with 0010',
      at: '2026-11-23T21:22:16.698Z',
      until: '2026-12-23T21:22:16.698Z',
    },
    lapsed: null,
    detail: {
      type: 'drift.missing',
      key: 'drift:index:public.links_workspace_id_created_at_index',
      severity: 'medium',
      fact: 'index:public.links_workspace_id_created_at_index',
      migration: '0006_links_in_workspaces',
      follows: [],
      mend: [
        'CREATE INDEX links_workspace_id_created_at_index ON public.links USING btree (workspace_id, created_at DESC NULLS LAST);',
      ],
      cause: {
        kind: 'removed',
        migration: '0006_links_in_workspaces',
        whole: false,
      },
      appeared: {
        after: null,
        by: {
          run: 'asked-1795468933366',
          at: 1795468933602,
        },
      },
      who: {
        known: 'nothing',
        reason: 'the extension pg_stat_statements is not installed',
        mend: 'create extension pg_stat_statements schema extensions;',
      },
      blueprint:
        'CREATE INDEX links_workspace_id_created_at_index ON public.links USING btree (workspace_id, created_at DESC NULLS LAST)',
    },
  },
  'get /{target}/runs': [
    {
      id: 'asked-1795468936726',
      target: 'demo',
      suite: 'asked',
      trigger: 'curl',
      scheduledAt: '2026-11-23T21:22:16.726Z',
      startedAt: '2026-11-23T21:22:16.727Z',
      finishedAt: '2026-11-23T21:22:16.826Z',
      status: 'fail',
      findings: 4,
      unknowns: 0,
      ms: 99,
    },
  ],
  'get /{target}/figures': {
    target: 'demo',
    from: '2026-11-16T22:00:00.000Z',
    to: '2026-11-23T22:00:00.000Z',
    charts: [
      {
        id: 'latency',
        title: 'How long looks took',
        unit: 'ms',
        series: [
          {
            name: 'mean',
            points: [
              {
                at: '2026-11-23T21:00:00.000Z',
                value: 120,
              },
            ],
          },
        ],
      },
    ],
    deploys: [
      {
        at: '2026-11-23T21:22:14.748Z',
        label: 'deploy 0123456789ab',
      },
    ],
  },
  'get /{target}/trends': {
    target: 'demo',
    environment: 'staging',
    series: [],
    tables: [],
    readings: {
      days: 0,
      hours: 0,
    },
  },
  'get /compare': {
    from: {
      target: 'demo',
      environment: 'staging',
      postgres: '17.9',
      blueprint: {
        hash: 'a7d215f2d46354279755de5b8d4618b6e4c28222c8179fa31cf5037956b88592',
        tag: '3f2a91c',
      },
      facts: 137,
      rows: 10,
    },
    to: {
      target: 'clean',
      environment: 'staging',
      postgres: '17.9',
      blueprint: {
        hash: 'a7d215f2d46354279755de5b8d4618b6e4c28222c8179fa31cf5037956b88592',
        tag: '3f2a91c',
      },
      facts: 191,
      rows: 10,
    },
    at: '2026-11-23T21:23:42.597Z',
    differences: [
      {
        fact: 'table:public.subscription_events',
        from: null,
        to: 'table row level security enabled',
        follows: ['column:public.subscription_events.id', 'column:public.subscription_events.payload'],
        pinned: false,
      },
    ],
    journal: {
      both: 9,
      onlyFrom: [
        {
          id: 10,
          hash: '36314bc3fa7040c86e352e9c335a3409f212608ee0e8c4e05ea1676cb8a97afa',
          createdAt: 1749141850211,
          name: null,
        },
      ],
      onlyTo: [
        {
          id: 11,
          hash: '3d873b0513a99a53418be4ebb54928f3b68a8fe3f5d4f8dfcffa3012569862a5',
          createdAt: 1759832273329,
          name: null,
        },
      ],
    },
    migrations: [],
    unknowns: [],
    same: false,
  },
  'get /checks': [
    {
      id: 'connections',
      title: 'Few connections are left',
      where: 'database',
      suite: 'tick',
      unit: '%',
      limits: {
        warn: 75,
        critical: 90,
      },
      source:
        'check_postgres backends warns at 90 %, pganalyze at 75 %; https://supabase.com/docs/guides/database/connection-management',
      severity: {
        warn: 'medium',
        critical: 'high',
      },
      why: 'With the last one taken every new session is refused (53300): the application, the deploy, and whoever comes to mend it.',
      resolve: [
        'select usename, application_name, state, count(*) from pg_stat_activity group by 1, 2, 3 order by 4 desc;',
        '-- connect through the pooler (port 6543), and give each application a smaller pool',
      ],
      permission: null,
      lock: 'Reads only what no lock guards: it answers during any migration.',
      versions: '16 and later also keep reserved_connections for a role; those count as taken.',
      sql: 'server',
      asks: [],
      compares: false,
    },
  ],
  'get /checks/{id}': {
    id: 'sequences',
    title: 'A sequence comes to its end',
    where: 'database',
    suite: 'daily',
    unit: '% used',
    limits: {
      warn: 75,
      critical: 90,
    },
    source:
      'check_postgres sequence 85/95 %, pgHero 90 %; the least of three limits: what refers to an id overflows, too',
    severity: {
      warn: 'high',
      critical: 'critical',
    },
    why: 'At the end every insert fails: with 2200H where the sequence ends first, with 22003 where the column, or a column that refers to it, is too small.',
    resolve: ['alter table <table> alter column <column> type bigint;', 'alter sequence <sequence> as bigint;'],
    permission: 'grant select on sequence <sequence> to plumbline;',
    lock: 'The last value is read from the sequence itself, under ROW EXCLUSIVE: where a stronger lock is held or awaited (alter sequence), it is left out and unknown.',
    versions: '18 answers null where 15 to 17 refuse; both are unknown here.',
    sql: 'sequences',
    asks: [],
    compares: false,
  },
  'get /problems/{name}': {
    type: '/problems/unknown-target',
    status: 404,
    title: 'There is no such target',
    retryable: false,
  },
  'get /analytics': {
    from: '2026-09-01T00:00:00.000Z',
    to: '2026-11-24T00:00:00.000Z',
    targets: [
      {
        target: 'demo',
        drifts: 3,
        mended: 0,
        open: 3,
        cameBack: 0,
        byCheck: {
          drift: 2,
          journal: 1,
        },
        notice: {
          of: 0,
          median: null,
          longest: null,
        },
        mend: {
          of: 0,
          median: null,
          longest: null,
        },
        ways: [
          {
            way: 'ahead of its migration',
            role: null,
            application: null,
            drifts: 1,
          },
        ],
        nearDeploy: 0,
        applied: null,
        deploys: 1,
        failed: 0,
        took: {
          of: 0,
          median: null,
          longest: null,
        },
        weeks: [
          {
            week: '2026-08-31T00:00:00.000Z',
            drifts: 0,
            roles: [],
            mended: 0,
            applied: null,
            undone: null,
            deploys: 0,
            failed: 0,
            took: null,
          },
        ],
      },
    ],
  },
  'get /{target}/analytics': {
    from: '2026-09-01T00:00:00.000Z',
    to: '2026-11-24T00:00:00.000Z',
    targets: [
      {
        target: 'demo',
        drifts: 3,
        mended: 0,
        open: 3,
        cameBack: 0,
        byCheck: {
          drift: 2,
          journal: 1,
        },
        notice: {
          of: 0,
          median: null,
          longest: null,
        },
        mend: {
          of: 0,
          median: null,
          longest: null,
        },
        ways: [
          {
            way: 'ahead of its migration',
            role: null,
            application: null,
            drifts: 1,
          },
        ],
        nearDeploy: 0,
        applied: null,
        deploys: 1,
        failed: 0,
        took: {
          of: 0,
          median: null,
          longest: null,
        },
        weeks: [
          {
            week: '2026-08-31T00:00:00.000Z',
            drifts: 0,
            roles: [],
            mended: 0,
            applied: null,
            undone: null,
            deploys: 0,
            failed: 0,
            took: null,
          },
        ],
      },
    ],
  },
  'get /status': {
    state: 'degraded',
    targets: [
      {
        name: 'Website',
        state: 'operational',
        days: [
          {
            day: '2026-08-26',
            state: 'unknown',
          },
        ],
      },
    ],
  },
  'post /{target}/runs': GET_TARGET,
  'get /{target}/runs/{id}': GET_TARGET,
  'delete /{target}/findings/{key}/accept': GET_TARGET_FINDINGS_KEY,
}
