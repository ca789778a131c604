import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'vitest/node'

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** A node of a program's syntax tree (ESTree with TypeScript), and what it hangs from. */
export interface Node {
  type: string
  [field: string]: unknown
}

/** An import, export from or dynamic import of a file. */
export interface Import {
  /** Path from the root for files (`functions/model/fact.ts`), the bare name for packages; null: only run time knows. */
  target: string | null
  /** Only its types are used: nothing is left of it at run time. */
  type: boolean
}

/** A source file of the Worker; `path` from the root. */
export interface Source {
  path: string
  text: string
}

/** All sources below a folder. */
export const sourcesIn = (folder: string): Source[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.d)\.tsx?$/.test(name))
    .toSorted()
    .map((name) => join(ROOT, folder, name))
    .map((file) => ({ path: relative(ROOT, file).replaceAll('\\', '/'), text: readFileSync(file, 'utf8') }))

/** The part of functions/ that a path is in: `drift`, or `env` and `worker` for the files at its top; null elsewhere. */
export const partOf = (path: string): string | null => /^functions\/([^/.]+)/.exec(path)?.[1] ?? null

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

/** Every node of a source with its parent and the field that it stands in, the outer before the inner. */
export function nodesOf({ path, text }: Source): { node: Node; parent: Node | null; field: string }[] {
  const program: unknown = parseAst(text, { lang: path.endsWith('.tsx') ? 'tsx' : 'ts' }, path)
  const found: { node: Node; parent: Node | null; field: string }[] = []
  const visit = (value: unknown, parent: Node | null, field: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, parent, field)
    if (!isNode(value)) return
    found.push({ node: value, parent, field })
    for (const [name, child] of Object.entries(value)) visit(child, value, name)
  }
  visit(program, null, '')
  return found
}

/** What a source imports. */
export function importsOf(source: Source): Import[] {
  return nodesOf(source).flatMap(({ node }): Import[] => {
    const from = isNode(node.source) ? node.source.value : null
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        return typeof from === 'string' ? [{ target: resolve(source.path, from), type: isTypeOnly(node) }] : []
      case 'TSImportType':
        return typeof from === 'string' ? [{ target: resolve(source.path, from), type: true }] : []
      case 'ImportExpression':
        return [{ target: typeof from === 'string' ? resolve(source.path, from) : null, type: false }]
      default:
        return []
    }
  })
}

function isTypeOnly(node: Node): boolean {
  if (node.importKind === 'type' || node.exportKind === 'type') return true
  const { specifiers } = node
  if (!Array.isArray(specifiers) || specifiers.length === 0) return false
  return specifiers.every((specifier) => isNode(specifier) && (specifier.importKind ?? specifier.exportKind) === 'type')
}

const resolve = (path: string, from: string) => (from.startsWith('.') ? posix.join(dirname(path), from) : from)
