import { expect, test } from 'vitest'
import { isAside } from '../../../functions/model/aside.ts'
import { words } from '../../../functions/views/words.ts'

test.each([
  ['column:public.files.plumbline_aside_workspace_id', true],
  ['column:public."Files"."plumbline_aside_Id"', true],
  ['table:plumbline_aside_public.c', true],
  ['schema:plumbline_aside_public', true],
  ['index:plumbline_aside_public.c_pkey', true],
  ['column:public.files.workspace_id', false],
  ['table:public.plumbline_aside_c', false],
  ['index:public.plumbline_aside_i', false],
])('%s is put aside: %s', (key, is) => expect(isAside(key)).toBe(is))

const extra = (fact: string) =>
  words({
    type: 'drift.extra',
    key: `drift:${fact}`,
    severity: 'medium',
    fact,
    migration: null,
    follows: [],
    target: 'uuid',
    mend: ['alter table public.files drop column x;'],
  }).mend.join('\n')

test('what was put aside is brought back, never dropped', () => {
  expect(extra('column:public.files.plumbline_aside_x')).toMatch(/recover --step bring-back --apply$/)
  expect(extra('column:public.files.plumbline_aside_x')).not.toMatch(/drop/)
  expect(extra('column:public.files.x')).toMatch(/drop column/)
})
