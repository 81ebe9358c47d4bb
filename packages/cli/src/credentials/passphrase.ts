import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { Context } from '../context.js';
import { Failure } from '../failure.js';

/** Some 200 ms and 32 MiB for each guess. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 };

const derive = promisify<string, Uint8Array, number, typeof COST, Buffer>(scrypt);

/** @throws Failure when there is no passphrase in the environment. */
export async function keyOfPassphrase(salt: string, { env }: Context): Promise<Uint8Array> {
  const passphrase = env['TICKETSTUB_PASSPHRASE'];
  // Systems differ in how they write an accented letter.
  if (passphrase) return derive(passphrase.normalize(), Buffer.from(salt, 'base64url'), 32, COST);
  throw new Failure({
    code: 'PASSPHRASE_REQUIRED',
    message: 'the credentials are sealed with a passphrase, and TICKETSTUB_PASSPHRASE is not set',
    next: OTHER_PASSPHRASE,
  });
}

/** That the one that is given is another one. */
export function wrongPassphrase(): Failure {
  return new Failure({
    code: 'PASSPHRASE_WRONG',
    message: 'TICKETSTUB_PASSPHRASE is not the one that the credentials are sealed with',
    next: OTHER_PASSPHRASE,
  });
}

const OTHER_PASSPHRASE =
  'set TICKETSTUB_PASSPHRASE to the one that you signed in with, or give up what is kept: ticketstub logout --keep-device';
