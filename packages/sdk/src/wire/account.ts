import { demand, isRecord, list, type Members, number, object, text, words } from './read.js';
import type {
  SignedInPlexAccount,
  SubscriptionEntry,
  UserPlexAccount,
  UserProfile,
  UserService,
  UserSubscription,
} from './user-plex-account.js';

const objects = list((entry): entry is SubscriptionEntry & UserService => isRecord(entry));

/** What a program walks into must be what it seems; plain values are passed on as Plex sent them. */
const members: Members<UserPlexAccount> = {
  id: number,
  uuid: text,
  authToken: text,
  profile: object<UserProfile>({
    defaultAudioLanguages: words,
    defaultSubtitleLanguages: words,
    mediaReviewsLanguages: words,
  }),
  subscription: object<UserSubscription>({ features: words }),
  entitlements: words,
  roles: words,
  subscriptions: objects,
  pastSubscriptions: objects,
  trials: objects,
  services: objects,
};

/** @throws Mismatch when `id` or `uuid` is missing. */
export function readAccount(body: unknown): UserPlexAccount {
  return demand<UserPlexAccount>(body, members, ['id', 'uuid']);
}

/** @throws Mismatch when `id`, `uuid` or `authToken` is missing. */
export function readSignedInAccount(body: unknown): SignedInPlexAccount {
  return demand<SignedInPlexAccount>(body, members, ['id', 'uuid', 'authToken']);
}
