import { decodeBase64url, encodeBase64url } from './base64url.js';
import { sign, verify } from './ed25519.js';

/** Characters a token may have. One of Plex's has been seen with 536. */
const LONGEST = 8192;

/** White space in JSON is this or less. */
const SPACE = 32;

/** A signed token that has been taken apart and not yet been believed. */
export interface ParsedJws {
  readonly header: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
  /** Whether a key signed it. */
  readonly signedBy: (key: CryptoKey) => Promise<boolean>;
}

/** Signs a token: compact serialization, EdDSA (RFC 7515, RFC 8037). */
export async function signJws(
  key: CryptoKey,
  header: { kid: string },
  payload: Readonly<Record<string, unknown>>,
): Promise<string> {
  const parts = [{ ...header, alg: 'EdDSA', typ: 'JWT' }, payload];
  const signed = parts.map((part) => encodeBase64url(bytesOf(JSON.stringify(part)))).join('.');
  return `${signed}.${encodeBase64url(await sign(key, bytesOf(signed)))}`;
}

/** Why a text is no token of ours. */
export type Unreadable = 'malformed' | 'algorithm';

/**
 * Takes a token apart. Only one EdDSA token in compact serialization comes of it: no other algorithm, `none` among them, no
 * critical extension, no member said twice, no other spelling of base64url, no longer text.
 */
export function parseJws(token: string): ParsedJws | Unreadable {
  if (token.length > LONGEST) return 'malformed';
  const parts = token.split('.');
  const [head = '', body = '', tail = ''] = parts;
  const header = objectIn(head);
  if (parts.length !== 3 || !header || 'crit' in header || 'b64' in header) return 'malformed';
  if (header['alg'] !== 'EdDSA') return 'algorithm';
  const payload = objectIn(body);
  const signature = decodeBase64url(tail);
  if (!payload || signature?.length !== 64) return 'malformed';
  return {
    header,
    payload,
    signedBy: (key) => verify(key, signature, bytesOf(token.slice(0, token.lastIndexOf('.')))),
  };
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** The JSON object that a part holds; undefined for anything else. */
function objectIn(part: string): Record<string, unknown> | undefined {
  const bytes = decodeBase64url(part);
  if (!bytes) return undefined;
  try {
    // A byte order mark is no JSON either.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    return isObject(value) && membersWritten(text) === membersOf(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How many members a JSON text writes: one that is written twice is read once, and not by everybody the same one. */
function membersWritten(json: string): number {
  let members = 0;
  for (let at = json.indexOf('"'); at >= 0; at = json.indexOf('"', at)) {
    at = afterText(json, at);
    while (json.charCodeAt(at) <= SPACE) at += 1;
    if (json[at] === ':') members += 1;
  }
  return members;
}

/** Where the text that begins at this quote has ended. In JSON it does. */
function afterText(json: string, quote: number): number {
  let at = quote + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inside = Object.values(value).reduce((sum: number, member: unknown) => sum + membersOf(member), 0);
  return inside + (Array.isArray(value) ? 0 : Object.keys(value).length);
}
