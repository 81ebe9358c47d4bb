// Seals credentials and opens them again in every way that is compared.
import { sealedStore } from '@ticketstub/sdk';
import { answerByTurns } from '../turns.mjs';

/** Credentials that are sealed by turns, each under its own name. */
const CREDENTIALS = 64;

answerByTurns(await begin(), CREDENTIALS);

async function begin() {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  const key = await crypto.subtle.importKey('raw', secret, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const insides = Array.from({ length: CREDENTIALS }, (_, at) => insideOf(at));
  const credentials = insides.map((inside, at) => ({ ...placeOf(at), ...inside }));
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const ready = insides.map((inside) => encoder.encode(JSON.stringify(inside)));
  const bound = credentials.map((_, at) => additionalData(`person-${at}`, placeOf(at)));
  const store = sealedStore(holding(), [secret]);
  const demand = (isSo) => {
    if (!isSo) throw new Error('what was sealed did not open');
  };

  async function throughCrypto(at, bytes) {
    const algorithm = { name: 'AES-GCM', iv: crypto.getRandomValues(new Uint8Array(12)), additionalData: bound[at] };
    const closed = await crypto.subtle.encrypt(algorithm, key, bytes);
    return crypto.subtle.decrypt(algorithm, key, closed);
  }

  return {
    bytes: async (at) => demand((await throughCrypto(at, ready[at])).byteLength === ready[at].length),
    webcrypto: async (at) => {
      const opened = await throughCrypto(at, encoder.encode(JSON.stringify(insides[at])));
      demand(JSON.parse(decoder.decode(opened)).issuedAt === at);
    },
    sdk: async (at) => {
      await store.write(`person-${at}`, credentials[at]);
      demand((await store.read(`person-${at}`)).credential.issuedAt === at);
    },
  };
}

/** A store that does nothing besides. */
function holding() {
  const rows = new Map();
  return {
    read: async (name) => rows.get(name),
    write: async (name, credential) => {
      rows.set(name, { credential, version: name });
      return name;
    },
    remove: async (name) => rows.delete(name),
    lease: async () => undefined,
    list: () => [],
  };
}

/** As many bytes as the SDK has to bind an envelope to its place. */
function additionalData(name, { kind, clientID, expiresAt }) {
  const place = JSON.stringify(['credential', name, kind, clientID, expiresAt]);
  return new TextEncoder().encode(`head.${place}`);
}

/** What a sealed store leaves readable. */
function placeOf(at) {
  return {
    kind: 'device-key',
    clientID: '01234567-89ab-cdef-0123-456789abcdef',
    expiresAt: 1_924_988_399_123 + at,
  };
}

/** The rest of a device's key with the token it got last, as `deviceKeys.credential` and `tokenSource` make them. */
function insideOf(at) {
  const kid = 'a-key-of-43-characters-as-plex-names-its-own';
  return {
    schema: 1,
    kid,
    jwk: { kty: 'OKP', crv: 'Ed25519', x: 'x'.repeat(43), kid, alg: 'EdDSA', use: 'sig', d: 'd'.repeat(43) },
    scope: ['username', 'email', 'friendly_name'],
    token: 't'.repeat(536),
    issuedAt: at,
  };
}
