// Makes tokens as plex.tv does, and as nobody should, by WebCrypto alone: it runs wherever there is that, and shares nothing
// with what it tests.

/** The time that tokens are made at, in milliseconds since the epoch. */
export const NOW = Date.UTC(2031, 0, 1);

/** The client identifier that tokens are made for. */
export const CLIENT_ID = 'an-installation';

/** One key of plex.tv's. */
export interface Issuer {
  readonly kid: string;
  /** As it stands among the keys that plex.tv publishes. */
  readonly jwk: Readonly<Record<string, string>>;
  /** Signs two parts as they stand. */
  readonly seal: (head: string, body: string) => Promise<string>;
  /** A token with these members instead of the usual ones. */
  readonly token: (claims?: Record<string, unknown>, header?: Record<string, unknown>) => Promise<string>;
}

/** A week's token, just made. */
export const usualClaims = {
  nonce: '7c415b56-8f48-488a-98ab-847ef4460442',
  thumbprint: 'a-device-key',
  iss: 'plex.tv',
  aud: ['plex.tv', CLIENT_ID],
  iat: NOW / 1000,
  exp: NOW / 1000 + 7 * 86_400,
  user: {
    id: 12_345_678,
    uuid: '0123456789abcdef',
    username: 'example-user',
    email: 'user@example.com',
    friendly_name: 'Example',
  },
};

/** A new key. */
export async function newIssuer(kid = 'plex-1'): Promise<Issuer> {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new TypeError('Ed25519 keys come in pairs');
  const x = base64url(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
  const seal = async (head: string, body: string): Promise<string> => {
    const signed = `${head}.${body}`;
    const signature = await crypto.subtle.sign('Ed25519', pair.privateKey, utf8(signed));
    return `${signed}.${base64url(new Uint8Array(signature))}`;
  };
  return {
    kid,
    jwk: { kty: 'OKP', crv: 'Ed25519', x, use: 'sig', alg: 'EdDSA', kid },
    seal,
    token: (claims = {}, header = {}) =>
      seal(part({ kid, typ: 'JWT', alg: 'EdDSA', ...header }), part({ ...usualClaims, ...claims })),
  };
}

/** A value as a part of a token. Text is taken for JSON already. */
export function part(value: unknown): string {
  return base64url(utf8(typeof value === 'string' ? value : JSON.stringify(value)));
}

/** Bytes as base64url without padding. */
export function base64url(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
