import { readPublicJwk } from './device-jwk.js';
import type { PublicJwk } from '../crypto/ed25519.js';
import { isRecord, Mismatch, text } from './read.js';

/** A key that plex.tv signs with. */
export interface SigningKey {
  /** Compared as text: it is no thumbprint of Plex's keys, and two of them may share one. */
  readonly kid: string;
  readonly jwk: PublicJwk;
}

/** Keys that are kept. Plex has been seen with one. */
const MOST = 32;

/**
 * The keys in a JWK set (RFC 7517) that account tokens can be signed with; others are for somebody else.
 * @throws Mismatch when there is none: that is no reason to forget those that are known.
 */
export function readSigningKeys(body: unknown): SigningKey[] {
  const entries: unknown = isRecord(body) && body['keys'];
  const keys = Array.isArray(entries) ? entries.flatMap(readSigningKey).slice(0, MOST) : [];
  if (keys.length === 0) throw new Mismatch('it lacks keys');
  return keys;
}

function readSigningKey(entry: unknown): SigningKey[] {
  if (!isRecord(entry)) return [];
  const use = entry['use'] ?? 'sig';
  const alg = entry['alg'] ?? 'EdDSA';
  const kid = text(entry['kid']);
  const jwk = readPublicJwk(entry);
  // RFC 9864 gives the algorithm its second name.
  return kid && jwk && use === 'sig' && (alg === 'EdDSA' || alg === 'Ed25519') ? [{ kid, jwk }] : [];
}
