import type { ChannelWay } from '../model/channel.ts'
import type { DeliveryStep, Letter } from './channel.ts'
import { discord } from './channels/discord.ts'
import { email } from './channels/email.ts'
import { githubIssue } from './channels/github-issue.ts'
import { pagerduty } from './channels/pagerduty.ts'
import { slack } from './channels/slack.ts'
import { slackWebhook } from './channels/slack-webhook.ts'
import { teams } from './channels/teams.ts'
import { webhook } from './channels/webhook.ts'

/** The requests that tell a letter through a channel. Pure. */
export function stepsOf(way: ChannelWay, letter: Letter): DeliveryStep[] {
  switch (way.type) {
    case 'slack':
      return slack(way, letter)
    case 'slack-webhook':
      return slackWebhook(way, letter)
    case 'pagerduty':
      return pagerduty(way, letter)
    case 'discord':
      return discord(way, letter)
    case 'teams':
      return teams(way, letter)
    case 'email':
      return email(way, letter)
    case 'github':
      return githubIssue(way, letter)
    case 'webhook':
      return webhook(way, letter)
  }
}

/** What of a channel must never be shown: its secrets, and the parts of an address that are as good as one. */
export function secretsOf(way: ChannelWay): string[] {
  switch (way.type) {
    case 'slack':
    case 'email':
    case 'github':
      return [way.token]
    case 'pagerduty':
      return [way.key]
    case 'webhook':
      return [way.secret, way.secret.replace(/^whsec_/, ''), ...ofAddress(way.url)]
    case 'slack-webhook':
    case 'discord':
    case 'teams':
      return ofAddress(way.url)
  }
}

const ofAddress = (address: string): string[] => {
  const { href, pathname, search, searchParams, password } = new URL(address)
  const parts = [...pathname.split('/'), ...searchParams.values()].filter((part) => part.length >= 8)
  return [address, href, `${pathname}${search}`, search, password, ...parts].filter((part) => part !== '')
}
