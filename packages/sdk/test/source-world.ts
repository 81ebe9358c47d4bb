import { memoryStore, type CredentialStore, type TokenSource, type TokenSourceInput } from '../src/index.js';
import { type KeyDesk, openKeyDesk } from './key-desk.js';
import { type MovableClock, movableClock } from './movable-clock.js';

/** Milliseconds. */
export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** A clock that stands still while somebody waits, until everybody else has had a turn. */
export function slowClock(): MovableClock {
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      setImmediate(resolve);
    });
  return { ...movableClock(), sleep: turn };
}

/** Alice's credential, a Plex that renews it, and a store. */
export interface SourceWorld {
  readonly clock: MovableClock;
  readonly desk: KeyDesk;
  readonly store: CredentialStore;
  /** How often somebody was told to sign in again. */
  readonly ended: string[];
  readonly failed: unknown[];
  /** Another source on the same store, as another process would have one. */
  readonly source: (input?: Partial<TokenSourceInput>) => TokenSource;
  readonly signIn: () => Promise<string>;
}

/** Opens one in which Alice has signed in. */
export async function openWorld(clock: MovableClock = movableClock()): Promise<SourceWorld> {
  const desk = await openKeyDesk(clock);
  const store = memoryStore({ clock });
  const { deviceKeys } = desk.plex;
  const world: SourceWorld = {
    clock,
    desk,
    store,
    ended: [],
    failed: [],
    source: (input) =>
      deviceKeys.tokenSource({
        store,
        name: 'alice',
        onSignInAgain: ({ name }) => void world.ended.push(name),
        onStoreError: (error) => void world.failed.push(error),
        ...input,
      }),
    async signIn() {
      const key = await deviceKeys.generate();
      await store.write('alice', { ...(await deviceKeys.credential(key)), note: 'of somebody else' });
      return key.kid;
    },
  };
  await world.signIn();
  return world;
}

/** A store that does some of it in its own way. */
export function storeWith(store: CredentialStore, own: Partial<CredentialStore>): CredentialStore {
  return {
    read: (...args) => store.read(...args),
    write: (...args) => store.write(...args),
    remove: (...args) => store.remove(...args),
    lease: (...args) => store.lease(...args),
    list: (...args) => store.list(...args),
    ...own,
  };
}
