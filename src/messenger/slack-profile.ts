import type { webApi } from '@slack/bolt';
import type { Locale } from './locale.ts';

type SlackUser = NonNullable<webApi.UsersInfoResponse['user']>;

/** What a profile says of someone: whether a person of this workspace stands behind it, and an e-mail that can be trusted. */
export type Profile =
  | { kind: 'bot' }
  | { kind: 'inactive' }
  | { kind: 'member'; email: string | undefined; locale: string | undefined }
  | { kind: 'stranger'; locale: string | undefined };

/**
 * Judges a profile. Guests and people of other workspaces (Slack Connect) are strangers: whoever invited them typed their
 * address, and another organisation vouches for it, so it proves nothing here.
 */
export function judgeProfile(user: SlackUser, teamId: string): Profile {
  if (user.is_bot || user.id === 'USLACKBOT') return { kind: 'bot' };
  if (user.deleted) return { kind: 'inactive' };
  const here = user.team_id === teamId || user.enterprise_user?.teams?.includes(teamId);
  const isGuest = user.is_restricted || user.is_ultra_restricted || user.is_stranger || user.is_invited_user;
  if (!here || isGuest) return { kind: 'stranger', locale: user.locale };
  const email = user.is_email_confirmed === false ? undefined : user.profile?.email?.toLowerCase();
  return { kind: 'member', email, locale: user.locale };
}

/** The language to speak in: English for English, else Korean. */
export function toLocale(slackLocale: string | undefined): Locale {
  return slackLocale?.startsWith('en') ? 'en' : 'ko';
}
