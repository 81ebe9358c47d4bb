import { type Credential, errors, memoryStore, type SealedStore, sealedStore } from '@ticketstub/sdk';
import { type Case, claim, refused, same } from './world.js';

const OLD_KEY = new Uint8Array(32).fill(1);
const KEY = 'AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI';

const credential: Credential = {
  schema: 1,
  kind: 'account-token',
  clientID: 'smoke-stores',
  expiresAt: 1_924_988_399_123,
  token: 'smoke-token-of-nobody',
  note: 'Zoë 🎟️ \u{FEFF}\u{0} "\\',
};

/** Reading a name fails so. */
async function refusedToOpen(
  store: SealedStore,
  name: string,
  code: 'STORE_DAMAGED' | 'STORE_KEY_MISSING',
): Promise<void> {
  await refused(store.read(name), errors.CredentialStoreError, { code });
}

/** Where credentials are kept. */
export const storeCases: readonly Case[] = [
  {
    name: 'sealedStore: a credential comes back whole, a large one too, and nothing below shows its token',
    async run() {
      const below = memoryStore();
      const store = sealedStore(below, [KEY]);
      const large = { ...credential, padding: 'é'.repeat(2 ** 19) };
      await store.write('Zoë', credential);
      await store.write('large', large);
      const found = (await store.read('Zoë'))?.credential;
      const members = Object.keys(credential);
      same(Object.keys(found ?? {}).toSorted(), members.toSorted(), 'members');
      for (const member of members) same(found?.[member], credential[member], member);
      claim((await store.read('large'))?.credential['padding'] === large.padding, 'a large one is another');
      const row = JSON.stringify(await below.read('Zoë'));
      claim(!row.includes('smoke-token') && row.includes('"sealed":'), 'it is not sealed');
    },
  },
  {
    name: 'sealedStore: a changed, swapped or plain row is damaged, a forgotten key is told, and reseal lets one go',
    async run() {
      const below = memoryStore();
      const rotating = sealedStore(below, [KEY, OLD_KEY]);
      await sealedStore(below, [OLD_KEY]).write('alice', credential);
      await refusedToOpen(sealedStore(below, [KEY]), 'alice', 'STORE_KEY_MISSING');
      same(await rotating.reseal(), { resealed: 1, adopted: 0, unopened: [] }, 'what was resealed');
      const store = sealedStore(below, [KEY]);
      same((await store.read('alice'))?.credential['token'], credential['token'], 'token');
      const row = (await below.read('alice'))?.credential ?? credential;
      await below.write('bruno', row);
      await refusedToOpen(store, 'bruno', 'STORE_DAMAGED');
      await below.write('alice', { ...row, expiresAt: 1_924_988_399_124 });
      await refusedToOpen(store, 'alice', 'STORE_DAMAGED');
      await below.write('alice', { ...row, sealed: `${String(row['sealed']).slice(0, -4)}AAAA` });
      await refusedToOpen(store, 'alice', 'STORE_DAMAGED');
      await below.write('alice', credential);
      await refusedToOpen(store, 'alice', 'STORE_DAMAGED');
    },
  },
];
