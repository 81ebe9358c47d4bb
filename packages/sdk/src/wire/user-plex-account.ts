/** A value from a list that Plex may lengthen: the names known so far, and any other text. */
export type OpenEnum<Known extends string> = Known | (string & {});

/** How an account likes its audio and subtitles. Numbers are Plex's own scales. */
export interface UserProfile {
  autoSelectAudio?: boolean | null;
  /** 0 off to 3. */
  defaultAudioAccessibility?: number | null;
  /** ISO 639-1, such as `en`. */
  defaultAudioLanguage?: string | null;
  /** A list, whichever way Plex sent it: a list or comma-separated text. */
  defaultAudioLanguages?: string[] | null;
  defaultSubtitleLanguage?: string | null;
  /** A list, whichever way Plex sent it. */
  defaultSubtitleLanguages?: string[] | null;
  /** 0 by hand, 1 with foreign audio, 2 always. */
  autoSelectSubtitle?: number | null;
  defaultSubtitleAccessibility?: number | null;
  defaultSubtitleForced?: number | null;
  watchedIndicator?: number | null;
  mediaReviewsVisibility?: number | null;
  /** A list, whichever way Plex sent it. */
  mediaReviewsLanguages?: string[] | null;
  mediaPostsVisibility?: boolean | null;
}

/** The Plex Pass as it stands. */
export interface UserSubscription {
  /** Names of features, an open list. */
  features?: string[] | null;
  active?: boolean | null;
  /** ISO 8601. */
  subscribedAt?: string | null;
  status?: OpenEnum<'Active' | 'Inactive' | 'Canceled' | 'PendingCancellation' | 'Ended' | 'Lapsed'> | null;
  paymentService?: string | null;
  plan?: OpenEnum<'lifetime' | 'yearly' | 'monthly'> | null;
}

/** How a subscription is paid for. */
export interface SubscriptionBilling {
  paymentMethodId?: number | string | null;
  internalPaymentMethod?: Record<string, unknown> | null;
}

/** One subscription, running, past or on trial. */
export interface SubscriptionEntry {
  id?: number | string | null;
  mode?: OpenEnum<'lifetime' | 'recurring'> | null;
  /** Epoch seconds, or ISO 8601 text. */
  renewsAt?: number | string | null;
  /** Epoch seconds, or ISO 8601 text. */
  endsAt?: number | string | null;
  billing?: SubscriptionBilling | null;
  canceled?: boolean | null;
  gracePeriod?: boolean | null;
  onHold?: boolean | null;
  canReactivate?: boolean | null;
  canUpgrade?: boolean | null;
  canDowngrade?: boolean | null;
  canConvert?: boolean | null;
  type?: OpenEnum<'plexpass'> | null;
  transfer?: boolean | string | null;
  state?: OpenEnum<'active' | 'ended'> | null;
}

/** A Plex service the account may call. `token` and `secret` are credentials. */
export interface UserService {
  identifier?: string | null;
  endpoint?: string | null;
  token?: string | null;
  secret?: string | null;
  status?: OpenEnum<'online' | 'offline'> | null;
}

/**
 * A Plex account as `/user` and the sign-in describe it. Only `id` and `uuid` are sure to be there: any other member may be
 * null or missing, plain values pass as Plex sent them, and so do members not named here. Times are epoch seconds unless said otherwise.
 */
export interface UserPlexAccount {
  id: number;
  /** 16 hexadecimal characters as a rule. */
  uuid: string;
  /** Empty or null for managed users. */
  username?: string | null;
  /** The name to show. */
  title?: string | null;
  /** Empty or null for managed users. */
  email?: string | null;
  friendlyName?: string | null;
  /** The token the account was asked for with, or the new one after a sign-in. */
  authToken?: string | null;
  hasPassword?: boolean | null;
  joinedAt?: number | null;
  twoFactorEnabled?: boolean | null;
  locale?: string | null;
  confirmed?: boolean | null;
  /** True when only the e-mail address signs in, not the username. */
  emailOnlyAuth?: boolean | null;
  /** True when a Home PIN is set. */
  protected?: boolean | null;
  /** Address of the avatar. */
  thumb?: string | null;
  mailingListStatus?: OpenEnum<'active' | 'unsubscribed' | 'removed'> | null;
  mailingListActive?: boolean | null;
  scrobbleTypes?: string | null;
  /** ISO 3166-1 alpha-2. */
  country?: string | null;
  subscription?: UserSubscription | null;
  subscriptionDescription?: string | null;
  /** True for a managed user. */
  restricted?: boolean | null;
  anonymous?: boolean | null;
  home?: boolean | null;
  guest?: boolean | null;
  homeAdmin?: boolean | null;
  homeSize?: number | null;
  maxHomeSize?: number | null;
  rememberExpiresAt?: number | null;
  profile?: UserProfile | null;
  entitlements?: string[] | null;
  subscriptions?: SubscriptionEntry[] | null;
  pastSubscriptions?: SubscriptionEntry[] | null;
  trials?: SubscriptionEntry[] | null;
  services?: UserService[] | null;
  adsConsent?: boolean | null;
  /** Epoch seconds, or ISO 8601 text in older answers. */
  adsConsentSetAt?: number | string | null;
  /** Epoch seconds, or ISO 8601 text in older answers. */
  adsConsentReminderAt?: number | string | null;
  experimentalFeatures?: boolean | null;
  backupCodesCreated?: boolean | null;
  attributionPartner?: string | null;
  roles?: string[] | null;
  /** A hash of the Home PIN, on some accounts. */
  pin?: string | null;
  /** Only when asked for. */
  providers?: unknown[] | null;
  /** Only when asked for. */
  settings?: unknown[] | null;
  restrictionProfile?: OpenEnum<'little_kid' | 'older_kid' | 'teen'> | null;
  customRestrictions?: Record<string, unknown> | string | null;
  mappedRestrictionProfile?: string | null;
  cloudSyncDevice?: string | null;
  queueEmail?: string | null;
  queueUid?: string | null;
}

/** The same with the one member a sign-in is for. */
export interface SignedInPlexAccount extends UserPlexAccount {
  /** The account's new token for this client identifier. */
  authToken: string;
}
