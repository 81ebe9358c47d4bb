import type { Account } from '../db/accounts.js';
import { writeXml } from './xml.js';

/** What the list of a Home is made of. */
export interface HomeContext {
  readonly members: readonly Account[];
  /** The origin of plex.tv. */
  readonly origin: string;
}

/** What is added to the number of its head for the number of a Home, and for that of the guest nobody may be. */
const HOME_OFFSET = 10_000_000;
const GUEST_OFFSET = 20_000_000;

/** One person of the Home; the names of a managed user are null here, not empty. */
function row(account: Account, origin: string): object {
  const managed = account.home === 'managed';
  return {
    id: account.id,
    uuid: account.uuid,
    title: account.title,
    username: account.username === '' ? null : account.username,
    email: account.email === '' ? null : account.email,
    friendlyName: account.friendlyName,
    thumb: `${origin}/users/${account.uuid}/avatar?c=${account.joinedAt}`,
    hasPassword: account.passwordHash !== null,
    restricted: managed,
    updatedAt: account.joinedAt,
    restrictionProfile: managed ? 'little_kid' : null,
    admin: account.home === 'admin',
    guest: false,
    protected: account.pin !== null,
  };
}

/**
 * The Home and the people in it.
 *
 * @rule home.members
 * @rule home.managed-names
 * @rule home.guest-invented
 */
export function homeDocument({ members, origin }: HomeContext): object {
  const head = members.find(({ home }) => home === 'admin') ?? members[0];
  const id = head?.id ?? 0;
  const guest = id + GUEST_OFFSET;
  return {
    id: id + HOME_OFFSET,
    name: `${head?.title}'s home`,
    guestUserID: guest,
    guestUserUUID: guest.toString(16).padStart(16, '9'),
    guestEnabled: false,
    subscription: head?.plan === 'lifetime',
    users: members.map((account) => row(account, origin)),
  };
}

/** The same in XML. */
export function homeXml(context: HomeContext): string {
  return writeXml('home', homeDocument(context), 'wrapped');
}
