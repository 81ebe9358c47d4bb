import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../context.js';
import { Failure } from '../failure.js';

const SERVICE = 'ticketstub';

/** Milliseconds for the keychain to answer: it may be waiting for somebody to unlock it who is not there. */
const PATIENCE = 300;

const NAMES: Readonly<Record<string, string>> = {
  darwin: 'the macOS keychain',
  win32: 'the Windows credential manager',
};

/** What the keychain of this system is called. */
export function keychainName({ platform }: Context): string {
  return NAMES[platform] ?? 'the Secret Service';
}

/** Keeps a key. False when there is no keychain, or it does not answer: then it keeps nothing. */
export async function keepKey(id: string, key: Uint8Array, context: Context): Promise<boolean> {
  try {
    const kept = await ask(id, context, async (entry, signal) => {
      await entry.setSecret(key, signal);
      const found = await entry.getSecret(signal);
      return found !== null && Buffer.from(found).equals(key);
    });
    return kept ?? false;
  } catch {
    return false;
  }
}

/** @throws Failure when the keychain does not give it. */
export async function keyInKeychain(id: string, context: Context): Promise<Uint8Array> {
  let cause: unknown;
  try {
    const key = await ask(id, context, (entry, signal) => entry.getSecret(signal));
    if (key) return Uint8Array.from(key);
  } catch (error) {
    cause = error;
  }
  throw new Failure({
    code: 'KEYCHAIN_UNAVAILABLE',
    message: `the credentials are sealed with a key in ${keychainName(context)}, which did not give it`,
    next: 'unlock it, or run this in the session that you signed in from; PLEX_TOKEN needs no keychain',
    cause,
  });
}

/** Takes a key away, if the keychain answers. */
export async function forgetKey(id: string, context: Context): Promise<void> {
  await ask(id, context, (entry, signal) => entry.deleteCredential(signal)).catch(() => {});
}

type Entry = InstanceType<typeof import('@napi-rs/keyring').AsyncEntry>;

/** Asks the keychain; undefined where there is none. */
async function ask<Answer>(
  id: string,
  context: Context,
  question: (entry: Entry, signal: AbortSignal) => Promise<Answer>,
): Promise<Answer | undefined> {
  if (!hasKeychain(context)) return undefined;
  // Optional: there may be no build of it for this system.
  const { AsyncEntry } = await import('@napi-rs/keyring');
  // The default falls back on the kernel's keyring, which forgets all it has when the machine is started anew.
  const entry = new AsyncEntry(SERVICE, id, { linux: { store: 'secret-service' } });
  const signal = AbortSignal.any([AbortSignal.timeout(PATIENCE), context.signal]);
  return Promise.race([question(entry, signal), onceAborted(signal)]);
}

function onceAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Whether there may be one: on Linux it is reached over the bus of a session. */
function hasKeychain({ platform, env }: Context): boolean {
  if (platform === 'darwin' || platform === 'win32') return true;
  const runtime = env['XDG_RUNTIME_DIR'];
  return Boolean(env['DBUS_SESSION_BUS_ADDRESS']) || (runtime !== undefined && existsSync(join(runtime, 'bus')));
}
