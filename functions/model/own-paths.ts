/** First parts of the Worker's own paths, that no target may take as its name. */
export const OWN_PATHS: readonly string[] = [
  'analytics',
  'announcements',
  'channels',
  'checks',
  'compare',
  'healthz',
  'hooks',
  'incidents',
  'metrics',
  'openapi',
  'outbox',
  'plumbline',
  'problems',
  'status',
  'targets',
]
