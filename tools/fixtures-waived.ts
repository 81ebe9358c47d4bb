const FRIENDS = 'sharing with friends is no part of signing in: neither the SDK nor the stand-in has it';
const HOME_PIN = 'setting a Home PIN is no part of signing in: neither the SDK nor the stand-in has it';
const REQUEST = 'a request, not an answer';
const NO_CALL = 'the SDK has no call for it';
const HEADERS = 'headers, which no call of the SDK gives';

/** By the name of the recording: why one side, or both, are not held to it. */
export const waived: Readonly<Record<string, string>> = {
  'friends.mixed.200.json': FRIENDS,
  'shared-server-create.201.json': FRIENDS,
  'users-v1.200.xml': FRIENDS,
  'servers-detail.200.json': FRIENDS,
  'error.legacy-gone.410.xml': `the stand-in does not play it: ${FRIENDS}`,
  'error.legacy-invalid-token.404.xml': `the stand-in does not play it: ${HOME_PIN}`,
  'home-pin.incorrect.401.xml': HOME_PIN,
  'home-pin.updated.200.xml': HOME_PIN,
  'resources-v1.200.xml': 'played only where a foreign client needs it',
  'request.auth-jwk.json': REQUEST,
  'request.pins-jwk.json': REQUEST,
  'jwt.device.decoded.json': REQUEST,
  'pms.root.200.json': NO_CALL,
  'pms.myplex-account.200.json': NO_CALL,
  'headers.plex-tv.json': HEADERS,
  'headers.pms.json': HEADERS,
  'error.server-token-required.403.json': 'the stand-in has no endpoint that wants the token of a server',
  'user.minimal-2026.200.json': 'the stand-in gives whole accounts: this one was trimmed to what a reader must survive',
  'security-resources.device-array.200.json': 'the stand-in gives the published form, an object: readers take both',
};
