const POST_ANNOUNCEMENTS_ID_DONE = {
  id: 'clean-a1',
  target: 'clean',
  state: 'done',
  by: 'ana',
  title: 'Subscriptions',
  at: '2026-11-25T03:24:30.649Z',
  announcedAt: '2026-11-23T21:24:30.654Z',
  endedAt: '2026-11-23T21:24:30.810Z',
  rollback:
    'A backup is made before it (plumbline migrate sees to that); npm run -s plumbline -- rollback undoes the last migrations by SQL that was proven, and docs/migrate.md has the way where data was lost.',
  foretold: {
    verdict: 'go',
    risk: 'low',
    pending: [],
    reasons: [],
  },
  reminded: [],
  said: [
    {
      at: '2026-11-23T21:24:30.654Z',
      step: 'announced',
      by: 'ana',
      text: 'A migration is to come.',
    },
  ],
}

const POST_INCIDENTS_ID_ACKNOWLEDGE = {
  id: 'demo-1',
  target: 'demo',
  title: 'Column files.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)',
  cause: 'drift:migration:0009_subscriptions',
  stage: 'open',
  severity: 'high',
  worst: 'high',
  since: '2026-11-23T21:22:13.602Z',
  openedAt: '2026-11-23T21:22:13.602Z',
  resolvedAt: null,
  acknowledged: {
    at: '2026-11-23T21:22:16.464Z',
    by: 'ana',
  },
  snoozedUntil: null,
  level: 1,
  findings: ['drift:column:public.files.workspace_id'],
  told: [
    {
      key: 'drift:column:public.files.workspace_id',
      severity: 'high',
      title: 'Column files.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)',
      mend: [
        '-- either undo it (the data in it is lost) and let 0009_subscriptions do it:',
        'alter table public.files drop column workspace_id;',
      ],
    },
  ],
  timeline: [
    {
      at: '2026-11-23T21:22:13.602Z',
      said: 'opened as high with 1 finding',
      detail: {
        what: 'opened',
        severity: 'high',
        findings: 1,
      },
    },
  ],
  document: {},
}

/** Of incidents and announcements. As a Worker answered them, lists cut short. */
export const INCIDENTS: Readonly<Record<string, unknown>> = {
  'get /incidents': {
    incidents: [
      {
        id: 'gone-1',
        target: 'gone',
        title: 'Column files.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)',
        cause: 'drift:migration:0009_subscriptions',
        stage: 'open',
        severity: 'high',
        worst: 'high',
        since: '2026-11-23T21:22:14.584Z',
        openedAt: '2026-11-23T21:22:14.584Z',
        resolvedAt: null,
        acknowledged: null,
        snoozedUntil: null,
        level: 1,
        findings: ['drift:column:public.files.workspace_id'],
        told: [
          {
            key: 'drift:column:public.files.workspace_id',
            severity: 'high',
            title:
              'Column files.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)',
            mend: [
              '-- either undo it (the data in it is lost) and let 0009_subscriptions do it:',
              'alter table public.files drop column workspace_id;',
            ],
          },
        ],
      },
    ],
  },
  'get /incidents/{id}': {
    id: 'demo-1',
    target: 'demo',
    title: 'Column files.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)',
    cause: 'drift:migration:0009_subscriptions',
    stage: 'open',
    severity: 'high',
    worst: 'high',
    since: '2026-11-23T21:22:13.602Z',
    openedAt: '2026-11-23T21:22:13.602Z',
    resolvedAt: null,
    acknowledged: null,
    snoozedUntil: null,
    level: 1,
    findings: ['drift:column:public.files.workspace_id'],
    told: [
      {
        key: 'drift:column:public.files.workspace_id',
        severity: 'high',
        title: 'Column files.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)',
        mend: [
          '-- either undo it (the data in it is lost) and let 0009_subscriptions do it:',
          'alter table public.files drop column workspace_id;',
        ],
      },
    ],
    timeline: [
      {
        at: '2026-11-23T21:22:13.602Z',
        said: 'opened as high with 1 finding',
        detail: {
          what: 'opened',
          severity: 'high',
          findings: 1,
        },
      },
    ],
    document: {},
  },
  'get /{target}/incidents': {
    incidents: [
      {
        id: 'demo-1',
        target: 'demo',
        title: 'Column files.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)',
        cause: 'drift:migration:0009_subscriptions',
        stage: 'open',
        severity: 'high',
        worst: 'high',
        since: '2026-11-23T21:22:13.602Z',
        openedAt: '2026-11-23T21:22:13.602Z',
        resolvedAt: null,
        acknowledged: null,
        snoozedUntil: null,
        level: 1,
        findings: ['drift:column:public.files.workspace_id'],
        told: [
          {
            key: 'drift:column:public.files.workspace_id',
            severity: 'high',
            title:
              'Column files.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)',
            mend: [
              '-- either undo it (the data in it is lost) and let 0009_subscriptions do it:',
              'alter table public.files drop column workspace_id;',
            ],
          },
        ],
      },
    ],
  },
  'post /incidents/{id}/acknowledge': POST_INCIDENTS_ID_ACKNOWLEDGE,
  'post /{target}/announcements': {
    id: 'clean-a1',
    target: 'clean',
    state: 'announced',
    by: 'ana',
    title: 'Subscriptions',
    at: '2026-11-25T03:24:30.649Z',
    announcedAt: '2026-11-23T21:24:30.654Z',
    endedAt: null,
    rollback:
      'A backup is made before it (plumbline migrate sees to that); npm run -s plumbline -- rollback undoes the last migrations by SQL that was proven, and docs/migrate.md has the way where data was lost.',
    foretold: {
      verdict: 'go',
      risk: 'low',
      pending: [],
      reasons: [],
    },
    reminded: [],
    said: [
      {
        at: '2026-11-23T21:24:30.654Z',
        step: 'announced',
        by: 'ana',
        text: 'A migration is to come.',
      },
    ],
  },
  'get /{target}/announcements': {
    announcements: [
      {
        id: 'clean-a1',
        target: 'clean',
        state: 'announced',
        by: 'ana',
        title: 'Subscriptions',
        at: '2026-11-25T03:24:30.649Z',
        announcedAt: '2026-11-23T21:24:30.654Z',
        endedAt: null,
        rollback:
          'A backup is made before it (plumbline migrate sees to that); npm run -s plumbline -- rollback undoes the last migrations by SQL that was proven, and docs/migrate.md has the way where data was lost.',
        foretold: {
          verdict: 'go',
          risk: 'low',
          pending: [],
          reasons: [],
        },
        reminded: [],
        said: [
          {
            at: '2026-11-23T21:24:30.654Z',
            step: 'announced',
            by: 'ana',
            text: 'A migration is to come.',
          },
        ],
      },
    ],
  },
  'post /announcements/{id}/done': POST_ANNOUNCEMENTS_ID_DONE,
  'post /incidents/{id}/snooze': POST_INCIDENTS_ID_ACKNOWLEDGE,
  'post /incidents/{id}/resolve': POST_INCIDENTS_ID_ACKNOWLEDGE,
  'post /incidents/{id}/comments': POST_INCIDENTS_ID_ACKNOWLEDGE,
  'put /incidents/{id}/document': POST_INCIDENTS_ID_ACKNOWLEDGE,
  'post /announcements/{id}/started': POST_ANNOUNCEMENTS_ID_DONE,
  'post /announcements/{id}/update': POST_ANNOUNCEMENTS_ID_DONE,
  'post /announcements/{id}/cancelled': POST_ANNOUNCEMENTS_ID_DONE,
}
