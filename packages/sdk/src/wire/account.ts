import {
  demand,
  flag,
  list,
  Mismatch,
  moment,
  number,
  object,
  type Reader,
  record,
  type Shape,
  text,
  words,
} from './read.js';
import type {
  SignedInPlexAccount,
  SubscriptionEntry,
  UserPlexAccount,
  UserProfile,
  UserService,
  UserSubscription,
} from './user-plex-account.js';

const anyText: Reader<number | string> = moment;
const flagOrText: Reader<boolean | string> = (value) => flag(value) ?? text(value);
const recordOrText: Reader<Record<string, unknown> | string> = (value) => record(value) ?? text(value);
const anything: Reader<unknown[]> = (value) => (Array.isArray(value) ? value : undefined);

const profile = object<UserProfile>({
  members: {
    autoSelectAudio: flag,
    defaultAudioAccessibility: number,
    defaultAudioLanguage: text,
    defaultAudioLanguages: words,
    defaultSubtitleLanguage: text,
    defaultSubtitleLanguages: words,
    autoSelectSubtitle: number,
    defaultSubtitleAccessibility: number,
    defaultSubtitleForced: number,
    watchedIndicator: number,
    mediaReviewsVisibility: number,
    mediaReviewsLanguages: words,
    mediaPostsVisibility: flag,
  },
});

const subscription = object<UserSubscription>({
  members: {
    features: words,
    active: flag,
    subscribedAt: text,
    status: text,
    paymentService: text,
    plan: text,
  },
});

const entries = list(
  object<SubscriptionEntry>({
    members: {
      id: anyText,
      mode: text,
      renewsAt: moment,
      endsAt: moment,
      billing: object({ members: { paymentMethodId: anyText, internalPaymentMethod: record } }),
      canceled: flag,
      gracePeriod: flag,
      onHold: flag,
      canReactivate: flag,
      canUpgrade: flag,
      canDowngrade: flag,
      canConvert: flag,
      type: text,
      transfer: flagOrText,
      state: text,
    },
  }),
);

const services = list(
  object<UserService>({ members: { identifier: text, endpoint: text, token: text, secret: text, status: text } }),
);

const account: Shape<UserPlexAccount> = {
  members: {
    id: number,
    uuid: text,
    username: text,
    title: text,
    email: text,
    friendlyName: text,
    authToken: text,
    hasPassword: flag,
    joinedAt: number,
    twoFactorEnabled: flag,
    locale: text,
    confirmed: flag,
    emailOnlyAuth: flag,
    protected: flag,
    thumb: text,
    mailingListStatus: text,
    mailingListActive: flag,
    scrobbleTypes: text,
    country: text,
    subscription,
    subscriptionDescription: text,
    restricted: flag,
    anonymous: flag,
    home: flag,
    guest: flag,
    homeAdmin: flag,
    homeSize: number,
    maxHomeSize: number,
    rememberExpiresAt: number,
    profile,
    entitlements: words,
    subscriptions: entries,
    pastSubscriptions: entries,
    trials: entries,
    services,
    adsConsent: flag,
    adsConsentSetAt: moment,
    adsConsentReminderAt: moment,
    experimentalFeatures: flag,
    backupCodesCreated: flag,
    attributionPartner: text,
    roles: words,
    pin: text,
    providers: anything,
    settings: anything,
    restrictionProfile: text,
    customRestrictions: recordOrText,
    mappedRestrictionProfile: text,
    cloudSyncDevice: text,
    queueEmail: text,
    queueUid: text,
  },
  required: ['id', 'uuid'],
};

/** @throws Mismatch when `id` or `uuid` is missing. */
export function readAccount(body: unknown): UserPlexAccount {
  return demand(body, account, '');
}

/** @throws Mismatch when `id`, `uuid` or `authToken` is missing. */
export function readSignedInAccount(body: unknown): SignedInPlexAccount {
  const found = readAccount(body);
  if (hasToken(found)) return found;
  throw new Mismatch('authToken is missing or of another kind');
}

function hasToken(found: UserPlexAccount): found is SignedInPlexAccount {
  return typeof found.authToken === 'string' && found.authToken !== '';
}
