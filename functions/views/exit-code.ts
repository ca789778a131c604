import type { Look, RunStatus } from '../model/run.ts'

const codes = { pass: 0, warn: 1, fail: 2, unknown: 3 } as const satisfies Record<RunStatus, number>

/** What a command that looked ends with: 0 clean · 1 warnings only · 2 findings · 3 something could not be looked at. */
export const exitCode = ({ status }: Pick<Look, 'status'>): 0 | 1 | 2 | 3 => codes[status]
