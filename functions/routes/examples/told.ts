const GET_FEED_JSON = {
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Plumbline: incidents of demo',
  home_page_url: 'https://plumbline.example.workers.dev/demo',
  feed_url: 'https://plumbline.example.workers.dev/demo/feed.json',
  description: 'What opened, and what is over',
  language: 'en',
  authors: [
    {
      name: 'Plumbline',
      url: 'https://plumbline.example.workers.dev',
    },
  ],
  items: [
    {
      id: 'https://plumbline.example.workers.dev/incidents/demo-1#opened',
      url: 'https://plumbline.example.workers.dev/incidents/demo-1',
      date_modified: '2026-11-23T21:22:13.602Z',
      title:
        'High · demo · Column files.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)',
      content_text:
        'Since 2026-11-23 21:22:13 UTC. high: Column files.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)',
    },
  ],
}

/** Of what is told to people. As a Worker answered them, lists cut short. */
export const TOLD: Readonly<Record<string, unknown>> = {
  'get /channels': {
    channels: [
      {
        name: 'team',
        type: 'slack',
        fault: null,
        chains: ['demo (1)', 'clean (1)'],
        waiting: 0,
        dead: 7,
        sentAt: null,
      },
    ],
    links: null,
  },
  'post /channels/{name}/test': {
    channel: 'team',
    type: 'slack',
    sent: true,
    reply: 'C0123456789:1503435956.000001',
    ms: 4,
  },
  'get /outbox': {
    messages: [
      {
        id: 14,
        key: 'gone-3/1',
        channel: 'team',
        target: 'gone',
        about: 'opened: medium: Index links_workspace_id_created_at_index is missing; 0006_links_in_workspaces made it',
        state: 'dead',
        queuedAt: '2026-11-23T21:22:14.584Z',
        tries: 1,
        nextAt: null,
        sentAt: null,
        diedAt: '2026-11-23T21:22:14.725Z',
        lastError:
          'Slack answered channel_not_found → see that `channel` is its id, and invite the bot to it: /invite @bot',
      },
    ],
    deadRuns: [],
  },
  'post /outbox/{id}/retry': {
    id: 1,
    key: 'demo-1/1',
    channel: 'team',
    target: 'demo',
    about:
      'opened: high: Column files.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)',
    state: 'sent',
    queuedAt: '2026-11-23T21:22:13.602Z',
    tries: 1,
    nextAt: null,
    sentAt: '2026-11-23T21:22:16.382Z',
    diedAt: null,
    lastError: null,
  },
  'get /feed.json': GET_FEED_JSON,
  'get /{target}/feed.json': GET_FEED_JSON,
}
