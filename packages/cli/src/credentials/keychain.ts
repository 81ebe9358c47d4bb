import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, withoutSecrets } from '../context.js';

/** What a keychain is asked: to keep a key, to give it, or to forget it. The answer is what it keeps from then on. */
export type Question =
  | { readonly what: 'keep'; readonly id: string; readonly key: Uint8Array }
  | { readonly what: 'give' | 'forget'; readonly id: string };

/** Milliseconds for the keychain to answer: it may be waiting for somebody to unlock it who is not there. */
const PATIENCE = 300;

/** Milliseconds for a process to start: it does, however busy the machine is. */
const START = 20_000;

/** On a machine so busy that a process takes long to start, a keychain is slow, too: it has so many times as long. */
const AS_LONG_AGAIN = 3;

const NAMES: Readonly<Record<string, string>> = {
  darwin: 'the macOS keychain',
  win32: 'the Windows credential manager',
};

/** What the keychain of this system is called. */
export function keychainName({ platform }: Context): string {
  return NAMES[platform] ?? 'the Secret Service';
}

/** Whether there may be one: on Linux it is reached over the bus of a session. */
export function hasKeychain({ platform, env }: Context): boolean {
  if (platform === 'darwin' || platform === 'win32') return true;
  const runtime = env['XDG_RUNTIME_DIR'];
  return Boolean(env['DBUS_SESSION_BUS_ADDRESS']) || (runtime !== undefined && existsSync(join(runtime, 'bus')));
}

/**
 * Asks the keychain, in a process of its own: a call to one that does not answer blocks whoever makes it, for good, and no
 * timer of theirs runs. That process can be ended.
 * @throws Error when it can't be asked, or does not answer in time.
 */
export async function askKeychain(question: Question, { env, signal }: Context): Promise<Uint8Array | undefined> {
  const { fork } = await import('node:child_process');
  const child = fork(new URL('./keychain-process.js', import.meta.url), {
    env: { ...withoutSecrets(env), NODE_OPTIONS: undefined },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
  const asked = performance.now();
  try {
    await nextMessage(child, START, signal);
    const patience = Math.max(PATIENCE, AS_LONG_AGAIN * (performance.now() - asked));
    const answer = nextMessage(child, patience, signal);
    child.send(question, () => {});
    const key = await answer;
    return key instanceof Uint8Array ? key : undefined;
  } finally {
    child.kill('SIGKILL');
  }
}

/** What a process says next. */
function nextMessage(child: ChildProcess, patience: number, signal: AbortSignal): Promise<unknown> {
  const over = new AbortController();
  const heard = new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', () => reject(new Error('the keychain cannot be asked')));
    const giveUp = (): void => reject(new Error('the keychain does not answer'));
    // What has come while this process was busy is read before it is given up.
    const timer = setTimeout(() => setImmediate(giveUp), patience);
    over.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: over.signal });
  });
  return heard.finally(() => over.abort());
}
