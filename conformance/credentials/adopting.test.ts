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
