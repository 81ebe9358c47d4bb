import { errors, type FetchLike, PlexAPI, type VerifiedToken } from '@ticketstub/sdk';
import { readFile } from 'node:fs/promises';
import { Failure, usage } from './failure.js';
import type { Run } from './run.js';
import { optionsFor } from './session.js';

/** What is verified, and against what. */
export interface VerifyInput {
  readonly token: string;
  readonly clientID: string | undefined;
  /** The path of a JWK set. */
  readonly keys: string | undefined;
}

/**
 * Verifies a JWT by Plex's published keys. It is shown to nobody.
 * @throws Failure when it is not Plex's, or not in its time.
 */
export async function verifyOffline(run: Run, { token, clientID, keys }: VerifyInput): Promise<VerifiedToken> {
  const options = optionsFor(run, clientID ?? audienceOf(token));
  const plex = new PlexAPI({ ...options, ...(keys !== undefined && { fetch: await fromFile(keys) }) });
  try {
    return await plex.deviceKeys.verifyToken(token, {}, { signal: run.context.signal });
  } catch (error) {
    if (!(error instanceof errors.TokenRefusedError)) throw error;
    throw new Failure({ code: 'TOKEN_REFUSED', message: error.message, next: 'ticketstub doctor', cause: error });
  }
}

/** The client identifier that a token says it is for, unchecked: whoever names one has it checked. */
function audienceOf(token: string): string {
  const [, payload = ''] = token.split('.');
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const audience: unknown = typeof claims === 'object' && claims !== null ? Reflect.get(claims, 'aud') : undefined;
    const named = [audience].flat().find((one) => typeof one === 'string' && one !== 'plex.tv');
    if (typeof named === 'string') return named;
  } catch {
    // It is said below.
  }
  throw new Failure({
    code: 'NOT_A_JWT',
    message: 'this is no JWT of an account: only such a token can be verified without asking anybody',
    next: 'ticketstub whoami, which asks plex.tv',
  });
}

/** Answers every question with a file. */
async function fromFile(path: string): Promise<FetchLike> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw usage(`there is no file of keys at ${path}`, 'ticketstub verify --help');
  });
  return async () => new Response(text, { headers: { 'content-type': 'application/json' } });
}
