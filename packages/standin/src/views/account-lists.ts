/** Names of features every account has. */
export const FREE_FEATURES: readonly string[] = [
  'home',
  'adaptive_bitrate',
  'collections',
  'radio',
  'tuner-sharing',
  'federated-auth',
  'livetv',
  'Android - PiP',
  'kevin-bacon',
  'exclude restrictions',
  'signin_with_apple',
  'drm_support',
  'two-factor-authentication',
  'metadata_search',
  'CU Sunset',
];

/** Names of features that come with a Plex Pass. */
export const PASS_FEATURES: readonly string[] = [
  'webhooks',
  'camera_upload',
  'pass',
  'dvr',
  'trailers',
  'session_bandwidth_restrictions',
  'content_filter',
  'sync',
  'lyrics',
  'hardware_transcoding',
  'session_kick',
];

/** What a Plex Pass entitles to. */
export const PASS_ENTITLEMENTS: readonly string[] = [
  'ios',
  'all',
  'roku',
  'android',
  'xbox_one',
  'xbox_360',
  'windows',
  'windows_phone',
];

type Credential = 'none' | 'token' | 'token and secret';

const CREDENTIALS: readonly (readonly [identifier: string, credential: Credential])[] = [
  ['epg', 'token'],
  ['epg-staging', 'token'],
  ['epg-dev', 'token'],
  ['eyeq', 'token'],
  ['eyeq-channel-icons', 'none'],
  ['graph-dev', 'none'],
  ['graph-staging', 'none'],
  ['community-dev', 'none'],
  ['community-staging', 'none'],
  ['community', 'none'],
  ['metadata', 'token'],
  ['scrobbling', 'token'],
  ['metadata-dev', 'token'],
  ['metadata-provider', 'none'],
  ['tmsapi', 'token'],
  ['subtitles-search', 'token'],
  ['acoustid', 'token'],
  ['lyricfind', 'token and secret'],
  ['lyricfind-search', 'token'],
  ['tvdb', 'token'],
];

/** Credentials that open nothing, of the shape the real ones have. */
function invented(identifier: string, credential: Credential): { token?: string; secret?: string } {
  if (credential === 'none') return {};
  const token = Buffer.from(`invented-for-${identifier}`.padEnd(32, '0')).toString('base64');
  return credential === 'token' ? { token } : { token, secret: 'INVENTED-SECRET' };
}

const SERVICES = CREDENTIALS.map(([identifier, credential]) => [identifier, invented(identifier, credential)] as const);

/** The rows of `services`: a sign-in writes null for a credential that is missing, `/user` leaves it out. */
export function services(origin: string, nulls: boolean): object[] {
  const missing = nulls ? { token: null, secret: null } : {};
  return SERVICES.map(([identifier, credentials]) => ({
    identifier,
    endpoint: `${origin}/services/${identifier}`,
    ...missing,
    ...credentials,
    status: 'online',
  }));
}
