import type { Fact } from '../../model/fact.ts'
import { NAME, subjectOf } from './names.ts'
import { ended, OPTION_LIST, optionsChange } from './options.ts'

const WRAPPER = new RegExp(
  `^(?<handler>no handler|handler ${NAME}) (?<validator>no validator|validator ${NAME})(?: options \\((?<options>${OPTION_LIST})\\))?$`,
  's',
)
const SERVER = new RegExp(
  `^(?:type (?<type>E?'(?:[^']|'')*') )?(?:version (?<version>E?'(?:[^']|'')*') )?foreign data wrapper (?<wrapper>${NAME})` +
    `(?: options \\((?<options>${OPTION_LIST})\\))?$`,
  's',
)

/** The statement that makes a foreign data wrapper. */
export const createWrapper = ({ key, value }: Fact): string[] => [
  ended(`create foreign data wrapper ${subjectOf(key).name} ${value}`),
]

/** The statement that makes a foreign server. */
export const createServer = ({ key, value }: Fact): string[] => [ended(`create server ${subjectOf(key).name} ${value}`)]

/** The statement that makes a user mapping; what its options are, no fact says. */
export function createUserMapping({ key }: Fact): string[] {
  const { object, part } = subjectOf(key)
  return [`create user mapping for ${part} server ${object}; -- with the options that it had`]
}

/** The statement that turns one foreign data wrapper into another of the same name. */
export function alterWrapper(key: string, from: string, to: string): string[] {
  const [old, want] = [WRAPPER.exec(from)?.groups ?? {}, WRAPPER.exec(to)?.groups ?? {}]
  const changes = [
    old.handler === want.handler ? '' : ` ${want.handler}`,
    old.validator === want.validator ? '' : ` ${want.validator}`,
    optionsChange(old.options ?? '', want.options ?? ''),
  ]
  return [ended(`alter foreign data wrapper ${subjectOf(key).name}${changes.join('')}`)]
}

/** The statement that turns one server into another of the same name; null where only a new one could be so. */
export function alterServer(key: string, from: string, to: string): string[] | null {
  const [old, want] = [SERVER.exec(from)?.groups ?? {}, SERVER.exec(to)?.groups ?? {}]
  if (old.type !== want.type || old.wrapper !== want.wrapper) return null
  const version = old.version === want.version ? '' : ` version ${want.version ?? 'null'}`
  return [ended(`alter server ${subjectOf(key).name}${version}${optionsChange(old.options ?? '', want.options ?? '')}`)]
}
