import type { BlueprintContent } from '../model/blueprint.ts'
import type { Finding, Unknown } from '../model/finding.ts'
import type { SnapshotFault, SnapshotFaultOf } from '../model/snapshot.ts'

/** What the snapshot files are judged from: what the build found out about them. */
export type SnapshotInput = Pick<BlueprintContent, 'snapshots' | 'layout'>

/** Says what is wrong with drizzle-kit's snapshots, and what of the newest could not be compared. */
export function judgeSnapshots({ snapshots, layout }: SnapshotInput): { findings: Finding[]; unknowns: Unknown[] } {
  const disagrees = snapshots.some(({ kind }) => kind === 'content')
  return {
    findings: snapshots.flatMap((fault) => findingsOf(fault, layout, disagrees)),
    unknowns: snapshots.flatMap((fault) => (fault.kind === 'uncompared' ? [unknownOf(fault)] : [])),
  }
}

function findingsOf(fault: SnapshotFault, layout: SnapshotInput['layout'], disagrees: boolean): Finding[] {
  switch (fault.kind) {
    case 'unreadable': {
      const { file, reason } = fault
      return [{ type: 'snapshots.unreadable', key: `snapshots:unreadable:${file}`, severity: 'medium', file, reason }]
    }
    case 'old-version': {
      const { files, version } = fault
      const key = `snapshots:old-version:${version}`
      return [{ type: 'snapshots.old-version', key, severity: 'low', files, version }]
    }
    case 'missing': {
      const { tags, newest } = fault
      return [{ type: 'snapshots.missing', key: 'snapshots:missing', severity: 'info', tags, newest }]
    }
    case 'stale': {
      const { tags, newest } = fault
      // What they made that no snapshot knows is told beside it; without that it only makes the next mistake likely.
      const severity = disagrees ? 'medium' : 'low'
      return [{ type: 'snapshots.stale', key: 'snapshots:stale', severity, tags, newest }]
    }
    case 'content':
      return contentFindings(fault)
    case 'uncompared':
      return []
    default:
      return [chainFinding(fault, layout)]
  }
}

function chainFinding(
  fault: SnapshotFaultOf<'orphan' | 'same-id' | 'fork' | 'chain'>,
  layout: SnapshotInput['layout'],
): Finding {
  switch (fault.kind) {
    case 'orphan': {
      const { file, newest } = fault
      const severity = newest ? 'medium' : 'low'
      return { type: 'snapshots.orphan', key: `snapshots:orphan:${file}`, severity, file, newest }
    }
    case 'same-id': {
      const { id, files } = fault
      return { type: 'snapshots.same-id', key: `snapshots:same-id:${id}`, severity: 'low', id, files }
    }
    case 'fork': {
      const { parent, files } = fault
      // drizzle-kit 0.x generates nothing until it is mended; 1.0 offers to merge.
      const severity = layout === 'journal' ? 'medium' : 'low'
      return { type: 'snapshots.fork', key: `snapshots:fork:${files[0]}`, severity, parent, files, layout }
    }
    case 'chain': {
      const { file, prevId, before } = fault
      return { type: 'snapshots.chain', key: `snapshots:chain:${file}`, severity: 'low', file, prevId, before }
    }
  }
}

/** A migration may have made what the snapshot lacks, changed what it has, and removed what it still has: three things to do. */
function contentFindings({ file, migration, facts }: SnapshotFaultOf<'content'>): Finding[] {
  const unknown = facts.filter(({ snapshot }) => snapshot === null)
  const only = facts.filter(({ replay }) => replay === null)
  const differ = facts.filter(({ replay, snapshot }) => replay !== null && snapshot !== null)
  const shared = { severity: 'medium', file, migration } as const
  const keyOf = (name: string) => `snapshots:${name}:${migration ?? file}`
  const findings: (Finding & { facts: unknown[] })[] = [
    { ...shared, type: 'snapshots.unknown-to-snapshot', key: keyOf('unknown-to-snapshot'), facts: unknown },
    { ...shared, type: 'snapshots.only-in-snapshot', key: keyOf('only-in-snapshot'), facts: only },
    { ...shared, type: 'snapshots.differs', key: keyOf('differs'), facts: differ },
  ]
  return findings.filter((finding) => finding.facts.length > 0)
}

const unknownOf = ({ file, statement, reason, mend }: SnapshotFaultOf<'uncompared'>): Unknown => ({
  key: `snapshots:uncompared:${file}${statement === null ? '' : `:${statement}`}`,
  check: 'snapshots',
  subject: statement === null ? file : `${file}: ${statement}`,
  reason,
  mend,
})
