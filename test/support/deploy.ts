import type { Deploy } from '../../functions/model/deploy.ts'

/** A deploy that nothing is known of but what is given. */
export const deployWith = <T extends Partial<Deploy>>(given: T & Pick<Deploy, 'target' | 'id'>): Deploy & T => ({
  sha: null,
  ref: null,
  environment: null,
  sender: 'github',
  release: null,
  url: null,
  repository: null,
  deployment: null,
  state: 'running',
  migrationsChanged: null,
  at: 0,
  before: null,
  after: null,
  ...given,
})
