import { describe, expect, test } from 'vitest'
import type { Difference } from '../../../functions/drift/compare.ts'
import { isNarrower } from '../../../functions/drift/policy.ts'
import { severityOf } from '../../../functions/drift/severity.ts'

const difference = (key: string, blueprint: string | null, target: string | null, early = false): Difference => ({
  key,
  direction: blueprint === null ? 'extra' : target === null ? 'missing' : 'changed',
  blueprint,
  target,
  parent: null,
  expected: { now: null, next: null, removedBy: null },
  early,
})

const on = 'table row level security enabled'
const forced = `${on} and forced`

describe('row security', () => {
  test.each([
    ['turned off', on, 'table', 'critical'],
    ['turned off, though it was forced', forced, 'table', 'critical'],
    ['turned off and left forced', forced, 'table row level security disabled but forced', 'critical'],
    ['no longer forced', forced, on, 'critical'],
    ['turned on', 'table', on, 'high'],
    ['forced', on, forced, 'high'],
    ['on, and another option changed', on, `table with (fillfactor=70) row level security enabled`, 'high'],
  ])('%s', (_, blueprint, target, wanted) => {
    expect(severityOf(difference('table:public.t', blueprint, target))).toBe(wanted)
  })

  test('turned off ahead of a migration that does so is no less open', () => {
    expect(severityOf(difference('table:public.t', on, 'table', true))).toBe('critical')
  })
})

const own = 'as permissive for select to authenticated using ((user_id = auth.uid()))'
const guard = 'as restrictive for select to authenticated using ((user_id = auth.uid()))'

describe('a policy', () => {
  test.each([
    ['dropped', own, null, 'critical'],
    ['that restricts, dropped', guard, null, 'critical'],
    ['added', null, own, 'critical'],
    ['that restricts, added', null, guard, 'high'],
    ['widened', own, own.replace('(user_id = auth.uid())', 'true'), 'critical'],
    ['narrowed', own, own.replace('(user_id = auth.uid())', '(user_id = auth.uid()) AND active'), 'high'],
  ])('%s', (_, blueprint, target, wanted) => {
    expect(severityOf(difference('policy:public.t.p', blueprint, target))).toBe(wanted)
  })

  const all = 'as permissive for all to public using ((a OR b)) with check (c)'
  test.each([
    ['itself', own, own, true],
    ['fewer roles than everybody', all, all.replace('public', 'anon, authenticated'), true],
    ['one role of two', own.replace('authenticated', 'anon, authenticated'), own, true],
    ['another role', own, own.replace('authenticated', 'anon'), false],
    ['one role more', own, own.replace('authenticated', 'anon, authenticated'), false],
    ['everybody', own, own.replace('authenticated', 'public'), false],
    ['one command of all', all, all.replace('for all', 'for update'), true],
    ['all commands', own, own.replace('for select', 'for all'), false],
    ['a further condition', own, own.replace('((user_id', '(active AND (user_id').replace('())', '())'), true],
    [
      'conditions in another order',
      own.replace('((user_id = auth.uid()))', '((a AND b))'),
      own.replace('((user_id = auth.uid()))', '((b AND c AND a))'),
      true,
    ],
    ['an alternative', own, own.replace('((user_id = auth.uid()))', '((user_id = auth.uid()) OR active)'), false],
    [
      'one condition less',
      own.replace('((user_id = auth.uid()))', '((a AND b))'),
      own.replace('((user_id = auth.uid()))', '(a)'),
      false,
    ],
    [
      'AND inside a string',
      own.replace('(user_id = auth.uid())', "(a = 'x')"),
      own.replace('(user_id = auth.uid())', "(a = 'x AND (a = ''x'')')"),
      false,
    ],
    ['a check lost', all, all.replace(' with check (c)', ''), false],
    [
      'a check in place of the same condition',
      own.replace('select', 'update'),
      `${own.replace('select', 'update')} with check ((user_id = auth.uid()))`,
      true,
    ],
    [
      'a check that is wider',
      own.replace('select', 'update'),
      `${own.replace('select', 'update')} with check (true)`,
      false,
    ],
    ['what only restricts, in place of what lets through', own, guard, true],
    ['what lets through, in place of what only restricts', guard, own, false],
    ['a restriction of more roles', guard, guard.replace('authenticated', 'public'), true],
    ['a restriction of fewer', guard.replace('authenticated', 'public'), guard, false],
    ['a restriction with a further condition', guard, guard.replace('((user_id', '(active AND (user_id'), true],
    ['what nobody can read', 'as permissive for select', own, false],
  ])('%s: provably narrower or not', (_, from, to, wanted) => {
    expect(isNarrower(from, to)).toBe(wanted)
  })
})

const view = 'with (security_barrier=true, security_invoker=true) as SELECT 1;'
const call = (attributes: string, body = 'select 1') =>
  `CREATE OR REPLACE FUNCTION public.f()\n RETURNS integer\n LANGUAGE sql${attributes}\nAS $function$ ${body} $function$\n`

describe('views and functions', () => {
  test.each([
    ['a view that reads as its owner now', 'view', view, 'with (security_barrier=true) as SELECT 1;', 'critical'],
    ['a view without any option left', 'view', view, 'as SELECT 1;', 'critical'],
    ['a view that says so and means no', 'view', view, view.replace('invoker=true', 'invoker=false'), 'critical'],
    ['a view that reads as its caller now', 'view', 'as SELECT 1;', view, 'high'],
    ['a view that mentions it in its text', 'view', `as SELECT 'security_invoker=true';`, 'as SELECT 2;', 'high'],
    ['a function that runs as its owner now', 'function', call(''), call('\n SECURITY DEFINER'), 'critical'],
    ['one that did before', 'function', call('\n SECURITY DEFINER'), call(''), 'critical'],
    [
      'one with another body',
      'procedure',
      call('\n SECURITY DEFINER'),
      call('\n SECURITY DEFINER', 'select 2'),
      'critical',
    ],
    [
      'one without its search_path',
      'function',
      call(`\n STABLE SECURITY DEFINER\n SET search_path TO ''`),
      call('\n STABLE SECURITY DEFINER'),
      'critical',
    ],
    ['one that no migration makes', 'function', null, call('\n SECURITY DEFINER'), 'high'],
    ['one that is missing', 'function', call('\n SECURITY DEFINER'), null, 'high'],
    ['a function that runs as its caller', 'function', call(''), call('', 'select 2'), 'high'],
    ['one that only speaks of it', 'function', call('', "select ' SECURITY DEFINER'"), call(''), 'high'],
    ['one that no migration makes, and runs as its caller', 'function', null, call(''), 'medium'],
  ])('%s', (_, kind, blueprint, target, wanted) => {
    expect(severityOf(difference(`${kind}:public.f`, blueprint, target))).toBe(wanted)
  })
})
