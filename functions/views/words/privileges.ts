import { kindOf, nameOf } from '../../model/fact.ts'
import type { FindingOf } from '../../model/finding.ts'
import { cutAtSlash } from '../../model/pinned.ts'
import { brief, list, remark, sentence, subject } from './text.ts'
import type { Words, WritingsOf } from './writing.ts'

type Declared = FindingOf<'drift.declared'>
type Pinned = FindingOf<'drift.pinned'>

const isGrant = (fact: string) => kindOf(fact) === 'privilege' || kindOf(fact) === 'default_privilege'

const byHand = [remark('no statement can do it from here: the value is not shown')]

function declared(finding: Declared): Words {
  const { fact, migration, mend } = finding
  return {
    title: titleOfDeclared(finding),
    what: `${sentence(migration)} declares: ${declaredIn(finding)}. The target has: ${shown(fact, finding.target)}.`,
    why:
      `${meaning(fact, finding.extra.length > 0)} It was changed outside the migrations; a new environment will have what ` +
      `${migration} says, and Drizzle will not run that again.`,
    mend: mend.length > 0 ? mend : byHand,
  }
}

function titleOfDeclared({ fact, migration, missing, extra, declared: value }: Declared): string {
  if (value !== undefined || !isGrant(fact)) return `${sentence(subject(fact))} is not what ${migration} made it`
  const { last: who } = cutAtSlash(nameOf(fact))
  const on = subject(fact).replace(/^privileges of .*? on /s, '')
  if (extra.length === 0) return `${whoever(who)} lacks ${list(missing)} on ${on}, which ${migration} grants`
  return `${whoever(who)} has ${list(extra)} on ${on}, which ${migration} revokes`
}

function declaredIn({ declared: value, missing, extra }: Declared): string {
  if (value !== undefined) return value === null ? 'that there is none' : brief(value)
  return [
    ...(missing.length > 0 ? [list(missing, 8)] : []),
    ...(extra.length > 0 ? [`that ${list(extra, 8)} ${extra.length === 1 ? 'is' : 'are'} not held`] : []),
  ].join(', and ')
}

function pinned(finding: Pinned): Words {
  const { fact, mend } = finding
  return {
    title: titleOfPinned(finding),
    what: `Approved was: ${shown(fact, finding.pinned)}. The target has: ${shown(fact, finding.target)}.`,
    why: `${meaning(fact, finding.gained.length > 0)} No migration declares it: somebody changed it on the target after it was approved.`,
    mend: mend.length > 0 ? mend : byHand,
  }
}

/** A role's name stands as it is. */
const whoever = (role: string) => (role === 'public' ? 'Every role' : role)

function titleOfPinned({ fact, pinned: was, target, gained, lost }: Pinned): string {
  if (!isGrant(fact)) {
    const what = was === null ? 'is new' : target === null ? 'is gone' : 'is not what was approved'
    return `${sentence(subject(fact))} ${what}`
  }
  const { last: who } = cutAtSlash(nameOf(fact))
  const on = subject(fact).replace(/^privileges of .*? on /s, '')
  const [words, verb] = gained.length > 0 ? [gained, 'has gained'] : [lost, 'has lost']
  return `${whoever(who)} ${verb} ${list(words)} on ${on}`
}

const shown = (fact: string, value: string | null): string =>
  value === null ? (isGrant(fact) ? 'nothing beyond what goes without saying' : 'none') : brief(value)

/** What a change of a kind means. @param gained whether something more is allowed */
function meaning(fact: string, gained: boolean): string {
  switch (kindOf(fact)) {
    case 'privilege':
      return gained ? reach(fact) : 'What it did through this privilege now fails (42501).'
    case 'default_privilege':
      return 'Tables, functions and sequences that are made from now on get other privileges than was meant.'
    case 'owner':
      return 'An owner may alter and drop it, is bound by none of its policies, and a SECURITY DEFINER function runs as its owner.'
    case 'role':
      return 'A role with BYPASSRLS or SUPERUSER is bound by no policy; one without LOGIN cannot sign in.'
    case 'member':
      return gained
        ? 'Whoever is a member may act as the role, with all that it may do.'
        : 'What was done as that role now fails (42501).'
    default:
      return 'Every session that begins from now on runs with it.'
  }
}

function reach(fact: string): string {
  const { last: who } = cutAtSlash(nameOf(fact))
  if (who === 'anon')
    return 'Whoever has the publishable key comes in as anon; where row security is off, this is all that kept them out.'
  if (who === 'public') return 'PUBLIC is every role there is, anon among them.'
  return 'Where row security is off, this is all that kept it out.'
}

/** The words of what is granted, owned and set. */
export const privileges: Pick<WritingsOf<'drift'>, 'drift.declared' | 'drift.pinned'> = {
  'drift.declared': { heading: 'A privilege, owner or setting is not what a migration declares', write: declared },
  'drift.pinned': { heading: 'A privilege, owner, role or setting is not what was approved', write: pinned },
}
