import { base64url, CLIENT_ID, type Issuer, newIssuer, NOW, part, usualClaims } from './issuer.js';

/** A text that must not be taken for an account token, and why not. */
export interface RefusedToken {
  readonly name: string;
  readonly reason: string;
  /** Made with the very key that is trusted, so that nothing else is wrong with it. */
  readonly make: (issuer: Issuer) => string | Promise<string>;
}

const HEADER = { typ: 'JWT', alg: 'EdDSA' };
const SECOND = NOW / 1000;

/** A token whose parts are JSON texts as given. */
function written(reason: string, name: string, texts: { head?: string; body?: string }): RefusedToken {
  return {
    name,
    reason,
    make: ({ kid, seal }) =>
      seal(part(texts.head?.replace('KID', kid) ?? { kid, ...HEADER }), part(texts.body ?? usualClaims)),
  };
}

/** A token that is well signed, with these members. */
function said(reason: string, claims: Record<string, unknown>, header?: Record<string, unknown>): RefusedToken {
  const name = Object.entries({ ...claims, ...header }).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  return { name: name.join(', '), reason, make: ({ token }) => token(claims, header) };
}

/** A good token, bent afterwards. */
function bent(reason: string, name: string, bend: (token: string) => string): RefusedToken {
  return { name, reason, make: async ({ token }) => bend(await token()) };
}

const parts = (token: string): [string, string, string] => {
  const [head = '', body = '', tail = ''] = token.split('.');
  return [head, body, tail];
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The same bytes for whoever overlooks the bits at the end. */
function withLeftOverBits(text: string): string {
  return text.slice(0, -1) + (ALPHABET[ALPHABET.indexOf(text.slice(-1)) + 1] ?? '');
}

const signed: readonly RefusedToken[] = [
  { name: 'nothing', reason: 'malformed', make: () => '' },
  { name: 'an opaque token', reason: 'malformed', make: () => 'abcdefghij0123456789' },
  bent('malformed', 'two parts', (token) => parts(token).slice(0, 2).join('.')),
  bent('malformed', 'four parts', (token) => `${token}.`),
  bent('malformed', 'five parts, as an encrypted token', (token) => `${token}.AA.AA`),
  bent('malformed', 'a line break behind it', (token) => `${token}\n`),
  bent('malformed', 'padding', (token) => `${token}==`),
  bent('malformed', 'bits left over in its signature', withLeftOverBits),
  bent('malformed', 'a signature that is cut short', (token) => token.slice(0, -1)),
  bent('malformed', 'a signature of 63 bytes', (token) => token.slice(0, -2)),
  bent('malformed', 'a signature of 66 bytes', (token) => `${token}AA`),
  bent('malformed', 'no signature', (token) => `${parts(token).slice(0, 2).join('.')}.`),
  bent('signature', 'another signature', (token) => {
    const [head, body, tail] = parts(token);
    return [head, body, (tail.startsWith('A') ? 'B' : 'A') + tail.slice(1)].join('.');
  }),
  bent('signature', 'a signature of zeroes', (token) => [...parts(token).slice(0, 2), 'A'.repeat(86)].join('.')),
  bent('signature', 'another payload', (token) => {
    const [head, , tail] = parts(token);
    return [head, part({ ...usualClaims, user: { id: 1 } }), tail].join('.');
  }),
  bent('signature', 'another header', (token) => {
    const [head, body, tail] = parts(token);
    return [part(`${atob(head)} `), body, tail].join('.');
  }),
];

const spelled: readonly RefusedToken[] = [
  { name: 'padded parts', reason: 'malformed', make: ({ kid, seal }) => seal(part({ kid, ...HEADER, a: 1 }), 'e30=') },
  {
    name: 'parts in plain base64',
    reason: 'malformed',
    make: ({ kid, seal }) => seal(part({ kid, ...HEADER }), btoa('{"a":"???>>>"}')),
  },
  {
    name: 'bits left over in its payload',
    reason: 'malformed',
    make: ({ kid, seal }) => seal(part({ kid, ...HEADER }), 'e31'),
  },
  {
    name: 'a payload that is not UTF-8',
    reason: 'malformed',
    make: ({ kid, seal }) => seal(part({ kid, ...HEADER }), base64url(new Uint8Array([123, 34, 255, 34, 58, 49, 125]))),
  },
  written('malformed', 'a byte order mark', { body: `\uFEFF${JSON.stringify(usualClaims)}` }),
  written('malformed', 'a header that is no JSON', { head: '{"kid":"KID","alg":"EdDSA"' }),
  written('malformed', 'a header in a list', { head: '[{"kid":"KID","alg":"EdDSA"}]' }),
  written('malformed', 'a header that is null', { head: 'null' }),
  written('malformed', 'a payload that is no JSON', { body: 'plex.tv' }),
  written('malformed', 'a payload in a list', { body: `[${JSON.stringify(usualClaims)}]` }),
  written('malformed', 'a payload that is text', { body: '"plex.tv"' }),
  written('malformed', 'a payload of lists in lists', { body: `{"a":${'['.repeat(2500)}${']'.repeat(2500)}}` }),
  written('malformed', 'more than 8,192 characters', {
    body: JSON.stringify({ ...usualClaims, long: 'x'.repeat(6000) }),
  }),
];

const repeated: readonly RefusedToken[] = [
  written('malformed', 'its algorithm twice', { head: '{"alg":"none","kid":"KID","alg":"EdDSA"}' }),
  written('malformed', 'its key twice', { head: '{"kid":"another","alg":"EdDSA","kid":"KID"}' }),
  written('malformed', 'a member twice, once escaped', { head: '{"\\u0061lg":"none","kid":"KID","alg":"EdDSA"}' }),
  written('malformed', 'a claim twice', { body: JSON.stringify(usualClaims).replace('{', '{"exp":1,') }),
  written('malformed', 'a claim twice, the same', {
    body: JSON.stringify(usualClaims).replace('{', '{"iss":"plex.tv",'),
  }),
  written('malformed', 'a member twice, further in', {
    body: JSON.stringify(usualClaims).replace('"user":{', '"user":{"i\\u0064":1,'),
  }),
  written('malformed', 'a member twice, in a list', {
    body: JSON.stringify(usualClaims).replace('{', '{"list":[[{"a":{"b":1},"a":{"b":1}}]],'),
  }),
  written('malformed', 'a member called __proto__ twice', {
    body: JSON.stringify(usualClaims).replace('{', '{"__proto__":1,"__proto__":{},'),
  }),
];

const algorithms: readonly RefusedToken[] = [
  ...['none', 'None', 'HS256', 'RS256', 'ES256', 'Ed25519', 'eddsa', 'EdDSA ', '', null, 0, ['EdDSA']].map((alg) =>
    said('algorithm', {}, { alg }),
  ),
  written('algorithm', 'no algorithm', { head: '{"kid":"KID"}' }),
  {
    name: 'no signature, and none said to be needed',
    reason: 'algorithm',
    make: ({ kid }) => `${part({ kid, alg: 'none' })}.${part(usualClaims)}.`,
  },
  {
    name: 'a keyed hash by what everybody knows of the key',
    reason: 'algorithm',
    async make({ kid, jwk }) {
      const bytes = new TextEncoder().encode(jwk['x']);
      const algorithm = { name: 'HMAC', hash: 'SHA-256' };
      const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign']);
      const head = `${part({ kid, alg: 'HS256' })}.${part(usualClaims)}`;
      const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(head));
      return `${head}.${base64url(new Uint8Array(mac))}`;
    },
  },
  said('malformed', {}, { crit: ['exp'], exp: 1 }),
  said('malformed', {}, { crit: [] }),
  said('malformed', {}, { b64: true }),
];

const keys: readonly RefusedToken[] = [
  said('unknown-key', {}, { kid: undefined }),
  said('unknown-key', {}, { kid: 'another' }),
  said('unknown-key', {}, { kid: '' }),
  said('unknown-key', {}, { kid: ['plex-1'] }),
  said('unknown-key', {}, { kid: '__proto__' }),
  {
    name: 'a key of somebody else’s under the same name',
    reason: 'signature',
    make: async ({ kid }) => (await newIssuer(kid)).token(),
  },
  {
    name: 'a key that it brings along',
    reason: 'signature',
    async make({ kid }) {
      const stranger = await newIssuer(kid);
      return stranger.token({}, { jwk: stranger.jwk, jku: 'https://keys.example', x5u: 'https://keys.example' });
    },
  },
];

const claims: readonly RefusedToken[] = [
  ...[undefined, 'https://plex.tv', 'PLEX.TV', CLIENT_ID, ['plex.tv']].map((iss) => said('issuer', { iss })),
  ...[undefined, null, 'plex.tv', CLIENT_ID, `plex.tv ${CLIENT_ID}`, [], ['plex.tv'], [CLIENT_ID]].map((aud) =>
    said('audience', { aud }),
  ),
  said('audience', { aud: ['plex.tv', 'another-installation'] }),
  said('audience', { aud: [['plex.tv', CLIENT_ID]] }),
  ...[undefined, null, `${SECOND}`, true, {}].flatMap((time) => [
    said('malformed', { exp: time }),
    said('malformed', { iat: time }),
  ]),
  ...[null, `${SECOND}`].map((nbf) => said('malformed', { nbf })),
  written('malformed', 'a time beyond all times', {
    body: JSON.stringify(usualClaims).replace(/"exp":\d+/, '"exp":1e999'),
  }),
  said('malformed', { exp: 1e307 }),
  ...[undefined, null, [], {}, { id: 0 }, { id: '1' }, 'someone'].map((user) => said('malformed', { user })),
  said('not-yet-valid', { iat: SECOND + 61 }),
  said('not-yet-valid', { nbf: SECOND + 61 }),
  said('expired', { exp: SECOND - 60 }),
  said('expired', { exp: 0 }),
];

/** Each way to be refused that we know of. */
export const refusedTokens: readonly RefusedToken[] = [
  ...signed,
  ...spelled,
  ...repeated,
  ...algorithms,
  ...keys,
  ...claims,
];
