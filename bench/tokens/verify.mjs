// Verifies account tokens in every way that is compared.
import { PlexAPI } from '@ticketstub/sdk';
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { answerByTurns } from '../turns.mjs';

const CLIENT_ID = 'ticketstub-bench';

/** Tokens that are verified by turns, so that nobody lives off having seen one before. */
const TOKENS = 64;

answerByTurns(await begin(), TOKENS);

async function begin() {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'a-key-of-43-characters-as-plex-names-its-own', alg: 'EdDSA' };
  const tokens = await Promise.all(Array.from({ length: TOKENS }, (_, id) => signed(privateKey, jwk.kid, id + 1)));
  const ready = tokens.map((token) => {
    const end = token.lastIndexOf('.');
    const signature = new Uint8Array(Buffer.from(token.slice(end + 1), 'base64url'));
    return { signature, bytes: new TextEncoder().encode(token.slice(0, end)) };
  });
  const plex = new PlexAPI({ clientID: CLIENT_ID, fetch: async () => Response.json({ keys: [jwk] }) });
  const keys = createLocalJWKSet({ keys: [jwk] });
  const expected = { algorithms: ['EdDSA'], issuer: 'plex.tv', audience: CLIENT_ID };
  const demand = (isSo) => {
    if (!isSo) throw new Error('a good token was refused, or another was read');
  };
  return {
    webcrypto: async (at) =>
      demand(await crypto.subtle.verify('Ed25519', publicKey, ready[at].signature, ready[at].bytes)),
    sdk: async (at) => demand((await plex.deviceKeys.verifyToken(tokens[at])).user.id === at + 1),
    jose: async (at) => demand((await jwtVerify(tokens[at], keys, expected)).payload.user.id === at + 1),
    'jose-key': async (at) => demand((await jwtVerify(tokens[at], publicKey, expected)).payload.user.id === at + 1),
  };
}

/** A token with the claims of a real one. */
function signed(key, kid, id) {
  const user = { id, uuid: '0123456789abcdef', username: 'example-user', email: 'user@example.com' };
  return new SignJWT({ nonce: crypto.randomUUID(), thumbprint: 'a-device-key', user })
    .setProtectedHeader({ kid, typ: 'JWT', alg: 'EdDSA' })
    .setIssuer('plex.tv')
    .setAudience(['plex.tv', CLIENT_ID])
    .setIssuedAt()
    .setExpirationTime('7d')
    .sign(key);
}
