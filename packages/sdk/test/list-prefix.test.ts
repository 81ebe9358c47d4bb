import { expect, test } from 'vitest';
import { memoryStore } from '../src/index.js';
import { credential, fileWorld } from './file-store-world.js';
import { rejection } from './scene.js';

test.each([null, 7, ['a'], {}])(
  'a listing by what is no text, %j, is refused, and never lists nothing',
  async (prefix) => {
    const { store } = await fileWorld();
    for (const one of [store, memoryStore()]) {
      await one.write('alice', credential('a-token'));
      const listing: ReturnType<typeof one.list> = Reflect.apply(Reflect.get(one, 'list'), one, [{ prefix }]);
      const listed = (async () => {
        for await (const { name } of listing) expect(name).toBe('nobody');
      })();
      await expect(rejection(listed)).resolves.toMatchObject({ code: 'INVALID_ARGUMENT', argument: 'prefix' });
    }
  },
);
