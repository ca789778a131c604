import { nodesOf, type Node, type Source } from './source.ts'

/** Globals through which a source would ask the world, the clock or chance. */
const WORLD = new Set(
  (
    'fetch process Deno Bun navigator globalThis self window caches console performance WebSocket EventSource ' +
    'XMLHttpRequest setTimeout setInterval setImmediate queueMicrotask scheduler require eval'
  ).split(' '),
)

/** Members of globals that are else harmless. */
const MEMBERS: Record<string, readonly string[]> = {
  Date: ['now'],
  Math: ['random'],
  crypto: ['randomUUID', 'getRandomValues'],
  Temporal: ['Now'],
}

/** Fields in which an identifier is only a name: of a property, or of what is imported or exported. */
const NAMES: Record<string, readonly string[]> = {
  MemberExpression: ['property'],
  Property: ['key'],
  PropertyDefinition: ['key'],
  MethodDefinition: ['key'],
  TSPropertySignature: ['key'],
  TSMethodSignature: ['key'],
  TSQualifiedName: ['right'],
  ImportSpecifier: ['imported'],
  ExportSpecifier: ['exported'],
}

/** Where a source asks the world, the clock or chance: `fetch`, `Date.now`, `new Date()`. */
export const impurities = (source: Source): string[] =>
  nodesOf(source).flatMap(({ node, parent, field }) => {
    const member = memberOf(node)
    if (member && MEMBERS[member.object]?.includes(member.property)) return [`${member.object}.${member.property}`]
    if (isClock(node)) return ['new Date()']
    const isName = parent !== null && parent.computed !== true && NAMES[parent.type]?.includes(field)
    const name = node.type === 'Identifier' && typeof node.name === 'string' ? node.name : ''
    return !isName && WORLD.has(name) ? [name] : []
  })

const isIdentifier = (value: unknown): value is Node & { name: string } =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'

function memberOf({ type, object, property, computed }: Node): { object: string; property: string } | null {
  if (type !== 'MemberExpression' || computed === true || !isIdentifier(object) || !isIdentifier(property)) return null
  return { object: object.name, property: property.name }
}

/** `new Date()` and `Date()` are the time of day; `new Date(x)` is x. */
const isClock = ({ type, callee, arguments: given }: Node) =>
  (type === 'NewExpression' || type === 'CallExpression') &&
  isIdentifier(callee) &&
  callee.name === 'Date' &&
  (type === 'CallExpression' || (Array.isArray(given) && given.length === 0))

/** Where a source asks a storage binding itself: `env.DB.prepare`, `KV.get`. Handing one on is no question. */
export const storageAsked = (source: Source): string[] =>
  nodesOf(source).flatMap(({ node: { type, object, property } }) => {
    if (type !== 'MemberExpression' || typeof object !== 'object' || object === null) return []
    const name = 'property' in object ? object.property : object
    const asked = isIdentifier(name) && ['DB', 'KV'].includes(name.name)
    return asked && isIdentifier(property) ? [`${name.name}.${property.name}`] : []
  })
