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

type Refusal = InstanceType<typeof errors.TokenRefusedError>['reason'];

/** Why a token is not to be believed. */
const REASONS: Readonly<Record<Refusal, string>> = {
  malformed: 'it is no JWT of an account',
  algorithm: 'it is not signed with EdDSA',
  'unknown-key': 'Plex has not published the key that signed it',
  signature: 'the signature is not that of the key it names',
  issuer: 'Plex is not who issued it',
  audience: 'it is for another client identifier',
  thumbprint: 'it is for another device key',
  'not-yet-valid': 'its time has not come: look at the clock',
  expired: 'its time is over',
};

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
    if (error instanceof errors.TokenRefusedError) throw refused(error);
    if (keys !== undefined && error instanceof errors.TicketstubError)
      throw usage(`${keys} holds no JWK set: Plex’s is at https://clients.plex.tv/api/v2/auth/keys`, HELP);
    throw error;
  }
}

const HELP = 'ticketstub verify --help';

function refused(error: InstanceType<typeof errors.TokenRefusedError>): Failure {
  const next = error.reason === 'expired' ? 'ticketstub token, which renews it' : 'do not trust whoever showed it';
  const code = error.reason === 'expired' ? 'TOKEN_EXPIRED' : 'TOKEN_REFUSED';
  return new Failure({ code, message: `the token is refused: ${REASONS[error.reason]}`, next, cause: error });
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
    message: 'this is no JWT of an account, and only plex.tv can verify anything else',
    next: 'PLEX_TOKEN=… ticketstub whoami',
  });
}

/** Answers every question with a file. */
async function fromFile(path: string): Promise<FetchLike> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw usage(`there is no file of keys at ${path}`, HELP);
  });
  return async () => new Response(text, { headers: { 'content-type': 'application/json' } });
}
