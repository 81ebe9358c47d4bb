import { expect, test } from 'vitest';
import { type Credential, memoryStore, sealedStore } from '../src/index.js';
import { rejection } from './scene.js';

const credential: Credential = { schema: 1, kind: 'account-token', clientID: 'here', token: 'canary-token' };

class Inherited implements Credential {
  readonly [member: string]: unknown;
  get schema(): number {
    return 1;
  }
  get kind(): string {
    return 'account-token';
  }
  get clientID(): string {
    return 'here';
  }
}

const circular: Record<string, unknown> = { ...credential };
circular['canary'] = circular;

test.each<[string, object]>([
  ['has a number that JSON does not know', { ...credential, size: 1n }],
  ['holds itself', circular],
  ['inherits what it must have', new Inherited()],
  ['is another as JSON', { ...credential, toJSON: () => ({ schema: 1 }) }],
  ['is nothing as JSON', { ...credential, toJSON: () => undefined }],
])('a credential that %s is refused before it takes the place of another', async (_, wrong) => {
  for (const store of [memoryStore(), sealedStore(memoryStore(), [new Uint8Array(32)])]) {
    await store.write('alice', credential);
    const error = await rejection(Reflect.apply(Reflect.get(store, 'write'), store, ['alice', wrong]));
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', argument: expect.stringMatching(/^credential/) });
    expect(String(error)).not.toContain('canary');
    await expect(store.read('alice')).resolves.toMatchObject({ credential });
  }
});
