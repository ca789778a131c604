import type { FC } from 'hono/jsx'
import type { BackupsView, KnownBackup } from '../model/backup/view.ts'
import { backupsHref, targetHref } from './navigation.ts'
import { Page } from './page.tsx'
import { Age, Moment, Section, Status } from './parts.tsx'
import { backupsStatus, missingSaid, newestSaid, provenSaid } from './text/backups.ts'
import { visible } from './text/lines.ts'
import { RUNGS } from './words/backup.ts'
import { list, sentence } from './words/text.ts'

/** All that is known of a target's backups; `now` in ms. */
export const BackupsPage: FC<{ view: BackupsView; now: number }> = ({ view, now }) => {
  const { target, backups, gaps, missing, policy, at } = view
  const path = [
    { name: target, href: targetHref(target) },
    { name: 'backups', href: backupsHref(target) },
  ]
  const status = backupsStatus(view)
  return (
    <Page title={`${target}: backups`} path={path} status={status} live={false}>
      <h1>Backups of {target}</h1>
      <p>
        <Status word={status} /> {sentence(newestSaid(view, now))}. {sentence(provenSaid(view, now))}.
      </p>
      <p class="soft">
        Enough: {list(policy.enough.map((rung) => RUNGS[rung]))}.{' '}
        {at === null ? (
          'The platform was not asked.'
        ) : (
          <>
            The platform was asked <Moment at={at} now={now} />.
          </>
        )}
      </p>
      {backups.length === 0 ? null : (
        <Section id="backups" title="What there is">
          <ul class="rows">
            {backups.map((backup) => (
              <Known backup={backup} now={now} />
            ))}
          </ul>
        </Section>
      )}
      {gaps.length === 0 ? null : (
        <Section id="gaps" title="Days without a daily backup">
          <p>{list(gaps, 31)}</p>
        </Section>
      )}
      {missing.length === 0 ? null : (
        <Section id="missing" title="What is not there, or cannot be seen">
          <ul>
            {missing.map((one) => (
              <li>{visible(missingSaid(one))}</li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  )
}

/** What matters most of a target's backups: the newest of each rung, and the last restore that was proven. */
export const BackupsBrief: FC<{ view: BackupsView; now: number }> = ({ view, now }) => (
  <Section id="backups" title="Backups">
    <p>
      <Status word={backupsStatus(view)} /> {sentence(newestSaid(view, now))}. {sentence(provenSaid(view, now))}.{' '}
      <a href={`${targetHref(view.target)}/backups`}>All backups</a>
    </p>
    {view.backups.length === 0 ? null : (
      <ul class="rows">
        {newestOfRungs(view.backups).map((backup) => (
          <Known backup={backup} now={now} />
        ))}
      </ul>
    )}
  </Section>
)

/** The first of each rung: they come newest first. */
const newestOfRungs = (backups: readonly KnownBackup[]) =>
  backups.filter(({ rung }, i) => backups.findIndex((other) => other.rung === rung) === i)

const Known: FC<{ backup: KnownBackup; now: number }> = ({ backup, now }) => (
  <li>
    <span>{visible(backup.status)}</span>
    <div>
      <h3>
        {sentence(RUNGS[backup.rung])} {visible(backup.id)}
      </h3>
      <p class="soft">
        {backup.covers === null ? 'not ready' : <Age at={backup.covers} now={now} />}
        {backup.counts ? ' · counts' : ''}
        {backup.where === null ? '' : ` · ${visible(backup.where)}`}
        {backup.provenAt === null ? null : (
          <>
            {' · restore proven '}
            <Age at={backup.provenAt} now={now} />
          </>
        )}
      </p>
    </div>
  </li>
)
