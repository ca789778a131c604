import { importsOf, partOf, type Import, type Source } from './source.ts'

/** The parts of functions/ that neither ask the world nor know what time it is. */
export const PURE = [
  'model',
  'drift',
  'journal',
  'snapshots',
  'preflight',
  'checks',
  'hooks',
  'incidents',
  'performance',
  'analytics',
  'views',
]

const SHELL = ['env', 'collect', 'backup', 'store', 'notify']

/** Which other parts of functions/ each part may import. */
const PARTS: Record<string, readonly string[]> = {
  model: [],
  drift: ['model'],
  journal: ['model', 'drift'],
  snapshots: ['model', 'drift'],
  preflight: ['model', 'drift', 'journal'],
  checks: ['model', 'drift', 'journal', 'preflight'],
  hooks: ['model'],
  incidents: ['model'],
  performance: ['model'],
  analytics: ['model'],
  views: ['model'],
  env: ['model'],
  collect: ['model'],
  backup: ['model', 'collect'],
  store: ['model', 'incidents'],
  notify: ['model', 'env', 'incidents', 'views', 'store'],
  run: [...PURE.filter((part) => part !== 'views'), ...SHELL],
  deploy: [...PURE.filter((part) => part !== 'views'), ...SHELL, 'run'],
  routes: [...PURE, ...SHELL, 'run', 'deploy'],
  worker: ['env', 'notify', 'run', 'deploy', 'routes'],
}

/** Of these only types: what a part is handed, it may name. */
const TYPES: Record<string, readonly string[]> = { store: ['run'] }

/** The packages that a pure part may import; none of them asks the world. */
const PURE_PACKAGES: Record<string, RegExp> = {
  hooks: /^(?:zod|standardwebhooks|@octokit\/webhooks-methods|hono\/(?:jwt|utils\/buffer))$/,
  model: /^(?:zod|canonicalize)$/,
  performance: /^(?:zod|jstat)$/,
  preflight: /^(?:zod|@supabase\/pg-parser(?:\/.*)?)$/,
  views: /^(?:zod|feed|picocolors|pretty-ms|string-width|d3-scale|d3-shape|hono\/(?:jsx|html|css)(?:\/.*)?)$/,
}
const PURE_PACKAGE = /^zod$/

/** Packages that ask the world, and the parts that may. */
const ASKING: readonly { packages: RegExp; parts: readonly string[] }[] = [
  { packages: /^(?:postgres|@supabase\/supabase-js)$/, parts: ['collect', 'backup'] },
  { packages: /^cloudflare:/, parts: ['worker', 'deploy'] },
  // The Worker's sources run in Deno and browsers' tests as well; nodejs_compat is for libraries.
  { packages: /^(?:node:|bun:|jsr:|npm:)/, parts: [] },
]

/** The imports of a source of functions/ that break the house rules, each said in a line. */
export const brokenImports = (source: Source): string[] =>
  importsOf(source).flatMap((found) => {
    const why = whyBroken(partOf(source.path) ?? '', found)
    return why === null ? [] : [`${source.path} imports ${found.target ?? '…'}: ${why}`]
  })

function whyBroken(part: string, { target, type }: Import): string | null {
  const may = PARTS[part]
  if (may === undefined) return `${part} is no part of the house: give it its place in test/unit/guard/house.ts`
  if (target === null) return 'what is imported must stand in the source'
  if (/^(?:functions|scripts|supabase|test)\//.test(target) || target.startsWith('..')) {
    const into = partOf(target)
    if (into === null) return isCatalog(part, target) ? null : 'the Worker holds only what is in functions/'
    const allowed = into === part || may.includes(into) || (type && TYPES[part]?.includes(into) === true)
    return allowed ? null : `${part} may not know ${into}`
  }
  return whyPackage(part, target)
}

const isCatalog = (part: string, target: string) =>
  part === 'collect' && /^supabase\/(?:authors|catalog|checks|figures|performance)\/[a-z0-9-]+\.sql$/.test(target)

function whyPackage(part: string, name: string): string | null {
  const asking = ASKING.find(({ packages }) => packages.test(name))
  if (asking) return asking.parts.includes(part) ? null : `${part} may not ask the world`
  if (!PURE.includes(part)) return null
  return (PURE_PACKAGES[part] ?? PURE_PACKAGE).test(name) ? null : `${part} is pure: no package but those it must have`
}
