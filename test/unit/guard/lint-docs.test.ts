import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { LINT_DOCS, lintDocs } from '../../../scripts/lint-docs.ts'

test('docs/lint.md is what the rules say: else npm run docs:lint', () => {
  expect(readFileSync(LINT_DOCS, 'utf8')).toBe(lintDocs())
})
