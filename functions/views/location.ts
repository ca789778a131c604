import type { Finding } from '../model/finding.ts'

/** A place in the migrations folder; `line` from 1, null where the whole file is meant. */
export interface Location {
  file: string
  line: number | null
}

/** Where in the migrations folder a finding has its cause; null where it has none there. `folder` goes before the path. */
export function locationOf(finding: Finding, folder = ''): Location | null {
  const file = fileOf(finding)
  if (file === null) return null
  const line = finding.type === 'migrations.fault' ? finding.line : null
  return { file: folder === '' ? file : `${folder.replace(/\/+$/, '')}/${file}`, line }
}

function fileOf(finding: Finding): string | null {
  switch (finding.type) {
    case 'journal.edited':
    case 'migrations.fault':
    case 'migrations.orphan-file':
    case 'migrations.undated-folder':
      return finding.file
    case 'snapshots.unreadable':
    case 'snapshots.orphan':
    case 'snapshots.chain':
    case 'snapshots.unknown-to-snapshot':
    case 'snapshots.only-in-snapshot':
    case 'snapshots.differs':
      return finding.file
    case 'snapshots.stale':
      return finding.newest
    case 'snapshots.old-version':
    case 'snapshots.same-id':
    case 'snapshots.fork':
    case 'migrations.same-number':
      return finding.files[0] ?? null
    case 'migrations.missing-file':
    case 'migrations.duplicate-entry':
    case 'migrations.idx-gap':
    case 'journal.out-of-order':
    case 'journal.future':
    case 'journal.skipped':
      return 'meta/_journal.json'
    default:
      return null
  }
}
