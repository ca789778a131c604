import { serverError, type ServerError } from '../rehearse/server-error.ts'
import type { Answer } from './connection.ts'
import { placeIn, type Piece } from './pieces.ts'
import type { Planned } from './plan.ts'

/** A piece of a migration that ran. */
export interface Ran extends Pick<Piece, 'excerpt'> {
  migration: string
  file: string
  /** Of its first statement, from 1. */
  statement: number
  line: number
  answers: Answer[]
  ms: number
}

/** What stopped a run, and where. */
export interface Stop extends ServerError {
  /** moved: the journal is another than the one that was planned for. */
  at: 'begin' | 'journal' | 'moved' | 'statement' | 'row' | 'commit'
  migration: string | null
  place: { file: string; statement: number; line: number; column: number | null; text: string } | null
}

/** What is known while an attempt is under way. */
export interface Course {
  ran: Ran[]
  kept: Ran[]
  /** Ran in the transaction that is open now. */
  open: Ran[]
  inTransaction: boolean
  at: Stop['at']
  migration: string | null
  piece: { planned: Planned; piece: Piece } | null
}

/** Where an attempt begins. @param inTransaction whether all runs in one transaction */
export const begun = (inTransaction: boolean): Course => ({
  ran: [],
  kept: [],
  open: [],
  inTransaction,
  at: 'begin',
  migration: null,
  piece: null,
})

/** Keeps account of what is committed. */
export function follow(course: Course, { ends }: Piece, ran: Ran): void {
  course.ran.push(ran)
  if (course.inTransaction) course.open.push(ran)
  else course.kept.push(ran)
  // BEGIN inside of a transaction changes nothing.
  if (ends === null || (ends === 'begin' && course.inTransaction)) return
  if (ends !== 'rollback') course.kept.push(...course.open)
  course.open = []
  course.inTransaction = ends === 'begin' || ends === 'renew'
}

/** What stopped an attempt, and where it was. */
export function stopOf(error: unknown, { at, migration, piece }: Course): Stop {
  const said = serverError(error)
  const place =
    piece === null
      ? null
      : {
          file: piece.planned.file.file,
          ...placeIn(piece.piece, piece.planned.file.text ?? '', said.position),
        }
  return { ...said, at, migration, place }
}
