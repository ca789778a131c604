/** What is sent, by route. */
const SHA = '0123456789abcdef0123456789abcdef01234567'
const DIGEST = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const BY = { by: 'ana' }

/** A folder with one migration, as `plumbline preflight` sends it. */
const FOLDER = {
  layout: 'journal',
  migrations: [
    {
      tag: '0000_users',
      file: '0000_users.sql',
      when: 1_736_845_951_000,
      text: 'create table users (id int primary key);',
    },
  ],
}

/** Requests with a body of JSON. */
export const BODIES: Readonly<Record<string, unknown>> = {
  'post /incidents/{id}/acknowledge': BY,
  'post /incidents/{id}/snooze': { ...BY, for: '2h' },
  'post /incidents/{id}/resolve': BY,
  'post /incidents/{id}/comments': { ...BY, text: 'It was a hotfix.' },
  'put /incidents/{id}/document': { ...BY, rootCause: 'A hotfix by hand.' },
  'post /{target}/announcements': FOLDER,
  'post /announcements/{id}/started': BY,
  'post /announcements/{id}/update': { ...BY, text: 'Half of it is done.' },
  'post /announcements/{id}/done': BY,
  'post /announcements/{id}/cancelled': { ...BY, text: 'Not this week.' },
  'post /{target}/findings/{key}/accept': { who: 'ana@example.com', reason: 'comes with 0010', expires: '30d' },
  'post /{target}/pins': { who: 'ana@example.com', reason: 'looked through, and right' },
  'post /{target}/preflight': FOLDER,
  'post /{target}/backups': { reason: 'before release 42', wait: 60 },
  'post /{target}/backups/logical': {
    id: 'shop-20260131',
    target: 'demo',
    takenAt: '2026-01-31T12:00:00Z',
    finishedAt: '2026-01-31T12:04:00Z',
    where: 'r2://backups/shop-20260131',
    bytes: 1_048_576,
    tables: 12,
    rows: 20_480,
    serverVersion: '17.6',
    catalogDigest: DIGEST,
    manifestSha256: DIGEST,
    verified: null,
  },
  'post /hooks/{sender}/{target}': { sha: SHA, phase: 'before' },
  'post /{target}/migrations': {
    migrations: [
      { migration: '0009_subscriptions', at: 1_767_225_600_000, ms: 812, outcome: 'applied', statements: [] },
    ],
  },
}
