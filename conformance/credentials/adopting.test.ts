import { type CredentialStore, errors } from '@ticketstub/sdk';
import { expect, test } from 'vitest';
import { rejection } from '../sdk-against-standin/four-calls.js';
import { openKeptWorld } from '../sdk-against-standin/kept-world.js';

/** A store that takes nothing. */
function readOnly(store: CredentialStore): CredentialStore {
  return {
    read: (name) => store.read(name),
    write: () => Promise.reject(new errors.CredentialStoreError('write', 'STORE_FAILED')),
    remove: (name) => store.remove(name),
    lease: (name, ttl) => store.lease(name, ttl),
    list: (options) => store.list(options),
  };
}

/** The store of a process that dies once an account's token is stored. */
function dyingOnceSignedIn(store: CredentialStore): CredentialStore {
  let isDead = false;
  const live = async <Result>(work: () => Promise<Result>): Promise<Result> =>
    isDead ? Promise.reject(new Error('it is dead')) : work();
  return {
    read: (name) => live(() => store.read(name)),
    write: (name, credential, options) =>
      live(async () => {
        const version = await store.write(name, credential, options);
        isDead = true;
        return version;
      }),
    remove: (name) => live(() => store.remove(name)),
    lease: (name, ttl) => live(() => store.lease(name, ttl)),
    list: (options) => store.list(options),
  };
}

test('a server’s token that could not be stored is not said to be kept', async () => {
  await using kept = await openKeptWorld('in process');
  const dana = kept.open('dana', { store: readOnly(kept.store) });
  const adopted = dana.adopt({ accessToken: 'a-token-of-attic', server: kept.attic });
  expect(await rejection(adopted)).toMatchObject({ code: 'STORE_FAILED' });
});

test.each(['a-token-of-attic', 'transient-0b6f4f6c'])(
  'a server’s token takes the place of the one like it that came before: %s',
  async (first) => {
    await using kept = await openKeptWorld('in process');
    const dana = await kept.signedIn('dana');
    const { attic, cellar } = kept;
    const { accessToken: own } = await dana.for({ server: attic });
    await dana.adopt({ accessToken: 'a-token-of-cellar', server: cellar });
    await dana.adopt({ accessToken: first, server: 'a-third' });
    await dana.adopt({ accessToken: `${first}-2`, server: 'a-third' });
    expect((await dana.for({ server: 'a-third' })).accessToken).toBe(`${first}-2`);
    expect((await dana.for({ server: cellar })).accessToken).toBe('a-token-of-cellar');
    expect((await dana.for({ server: attic })).accessToken).toBe(own);
    const session = await kept.store.read('dana/session');
    expect(session?.credential['tokens']).toHaveLength(3);
  },
);

test('a process that dies as soon as somebody’s new sign-in is stored costs them no notice of its end', async () => {
  await using kept = await openKeptWorld('in process');
  const { control, people } = kept.world.standIn;
  const dana = await kept.signedIn('dana');
  control.breach('dana');
  await dana.refused((await dana.for()).accessToken);
  expect(kept.prompts).toEqual(['dana']);
  const { email: login, password } = people.dana;
  const dying = kept.open('dana', { store: dyingOnceSignedIn(kept.store) });
  expect(await rejection(dying.adopt(await kept.program().signIn({ login, password })))).toBeInstanceOf(Error);
  const again = kept.open('dana');
  expect(await kept.whoIs(await again.for())).toBe('dana');
  control.breach('dana');
  await again.refused((await again.for()).accessToken);
  expect(kept.prompts).toEqual(['dana', 'dana']);
});
