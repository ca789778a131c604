import type { BlueprintContent, Fault, FolderFault } from '../model/blueprint.ts'
import type { Finding } from '../model/finding.ts'

/** Says what is wrong with the migrations themselves, whatever target they meet: the folder's faults and the replay's. */
export function judgeFolder(content: Pick<BlueprintContent, 'migrations' | 'folder' | 'faults' | 'layout'>): {
  findings: Finding[]
} {
  const tags = content.migrations.map(({ tag }) => tag)
  const folder = content.folder.map((fault) => folderFinding(fault, tags))
  const findings = [...content.faults.map(faultFinding), ...folder]
  return { findings: [...new Map(findings.map((finding) => [finding.key, finding])).values()] }
}

function folderFinding(fault: FolderFault, tags: readonly string[]): Finding {
  switch (fault.kind) {
    case 'orphan-file': {
      const { file } = fault
      return { type: 'migrations.orphan-file', key: `migrations:orphan-file:${file}`, severity: 'medium', file }
    }
    case 'undated-folder': {
      const { file } = fault
      return { type: 'migrations.undated-folder', key: `migrations:undated-folder:${file}`, severity: 'critical', file }
    }
    case 'same-number': {
      const { number, files } = fault
      return { type: 'migrations.same-number', key: `migrations:same-number:${number}`, severity: 'low', number, files }
    }
    case 'duplicate-entry': {
      const { tag, idx } = fault
      // A tag named twice is a file that runs twice; an idx used twice is read by nobody but drizzle-kit generate.
      const severity = tags.indexOf(tag) === tags.lastIndexOf(tag) ? 'low' : 'high'
      return { type: 'migrations.duplicate-entry', key: `migrations:duplicate-entry:${tag}`, severity, tag, idx }
    }
    case 'idx-gap': {
      const { tag, idx, expected } = fault
      return { type: 'migrations.idx-gap', key: `migrations:idx-gap:${tag}`, severity: 'info', tag, idx, expected }
    }
  }
}

const severities = { failed: 'high', 'not-in-transaction': 'medium', empty: 'medium', encoding: 'medium' } as const

function faultFinding(fault: Fault): Finding {
  const { kind, migration: tag, file, statement, line, sqlstate, message, excerpt } = fault
  if (kind === 'missing-file') {
    return { type: 'migrations.missing-file', key: `migrations:missing-file:${tag}`, severity: 'critical', tag, file }
  }
  return {
    type: 'migrations.fault',
    key: `migrations:${kind}:${tag}${statement === null ? '' : `:${statement}`}`,
    severity: severities[kind],
    fault: kind,
    tag,
    file,
    statement,
    line,
    sqlstate,
    message,
    excerpt,
  }
}
