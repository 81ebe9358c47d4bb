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
