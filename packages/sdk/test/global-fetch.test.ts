import { afterEach, expect, test, vi } from 'vitest';
import { PlexAPI } from '../src/index.js';
import { fourCalls } from './four-calls.js';
import { respond, SERVER, TOKEN } from './scene.js';

afterEach(() => void vi.unstubAllGlobals());

test.each(fourCalls)('$name calls the global fetch as Workers and browsers want it: as no method', async (call) => {
  const owners: unknown[] = [];
  vi.stubGlobal('fetch', function strict(this: unknown) {
    owners.push(this);
    return Promise.resolve(respond(call.success));
  });
  await call.make(new PlexAPI({ accessToken: TOKEN, serverURL: SERVER }));
  expect(owners).toEqual([undefined]);
});
