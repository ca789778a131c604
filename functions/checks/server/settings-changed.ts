import { doubt, told } from '../check.ts'
import { FIRST_LOOK } from './delta.ts'
import { ofServer } from './own.ts'

/** Settings of the server that are not what they were an hour ago. */
export const settingsChanged = ofServer({
  id: 'settings-changed',
  title: 'A setting of the server changed',
  suite: 'tick',
  source: 'check_postgres settings_checksum; settings of roles and databases are pinned facts of drift',
  why: 'Nobody deploys the server’s settings: whoever looks for why something became slow or fails should know that one changed.',
  resolve: ["select name, setting, source, sourcefile from pg_settings where name = '<name>';"],
  severity: { warn: 'info', critical: 'info' },
  compares: true,
  judge: ({ settings }, _, { samples: { hour } }) => {
    if (hour === null) return doubt(FIRST_LOOK)
    const names = [...new Set([...Object.keys(settings), ...Object.keys(hour.settings)])].toSorted()
    const changed = names.filter((name) => settings[name] !== hour.settings[name])
    return told(
      changed.map((name) => ({
        subject: name,
        grade: 'warn',
        value: null,
        title: `The setting ${name} changed since the look before`,
        what: `It ${settings[name] === undefined ? 'is back at its default' : hour.settings[name] === undefined ? 'was at its default' : 'has another value'}.`,
        mend: [`select name, setting, source, sourcefile from pg_settings where name = '${name}';`],
      })),
    )
  },
})
