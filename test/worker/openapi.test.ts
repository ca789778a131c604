import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { BODIES } from '../../functions/routes/examples/bodies.ts'
import { CHANGES } from '../../functions/routes/examples/changes.ts'
import { INCIDENTS } from '../../functions/routes/examples/incidents.ts'
import { TARGETS } from '../../functions/routes/examples/targets.ts'
import { TOLD } from '../../functions/routes/examples/told.ts'
import { ask, bindings } from './support.ts'

const Content = z.record(z.string(), z.object({ schema: z.unknown(), example: z.unknown() }).partial())
const Operation = z.object({
  responses: z.record(z.string(), z.object({ content: Content.optional() })),
  requestBody: z.object({ content: Content }).optional(),
})
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
})
let document: z.infer<typeof Document>
beforeAll(async () => {
  document = Document.parse(await (await ask(bindings([]), '/openapi.json')).json())
})

const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
  )

const success = ({ responses }: z.infer<typeof Operation>) =>
  Object.entries(responses).flatMap(([status, { content }]) => (status.startsWith('2') ? [content ?? {}] : []))

/** A schema in which nothing refers to elsewhere. */
function whole(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(whole)
  if (typeof schema !== 'object' || schema === null) return schema
  const name = '$ref' in schema ? String(schema.$ref).replace('#/components/schemas/', '') : null
  if (name !== null) return whole(document.components.schemas[name])
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, whole(value)]))
}

const wrongIn = (name: string, content: z.infer<typeof Content>): string[] =>
  Object.entries(content).flatMap(([type, { schema, example }]) => {
    if (example === undefined || !type.includes('json')) return []
    const shape = z.fromJSONSchema(z.record(z.string(), z.unknown()).parse(whole(schema)))
    const { error } = shape.safeParse(example)
    return error === undefined ? [] : [`${name}: ${z.prettifyError(error)}`]
  })

test('each route has an example of what it answers, and of the JSON that it takes', () => {
  const without = operations().flatMap((operation) => {
    const [answered = {}] = success(operation)
    const taken = operation.requestBody?.content['application/json']
    return [
      ...(Object.values(answered).some(({ example }) => example !== undefined) ? [] : [`${operation.name}: answer`]),
      ...(taken === undefined || taken.example !== undefined ? [] : [`${operation.name}: body`]),
    ]
  })
  expect(without, 'functions/routes/examples has none of these').toEqual([])
})

test('each example is as its schema has it', () => {
  const wrong = operations().flatMap((operation) => [
    ...success(operation).flatMap((content) => wrongIn(operation.name, content)),
    ...wrongIn(`${operation.name}, its body`, operation.requestBody?.content ?? {}),
  ])
  expect(wrong).toEqual([])
})

test('no example is of a route that is not there', () => {
  const names = new Set(operations().map(({ name }) => name))
  const examples = Object.keys({ ...TARGETS, ...INCIDENTS, ...CHANGES, ...TOLD, ...BODIES })
  expect(examples.filter((name) => !names.has(name))).toEqual([])
})
