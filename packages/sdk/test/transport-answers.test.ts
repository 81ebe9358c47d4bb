import { describe, expect, test } from 'vitest';
import { errors, type FetchResponse } from '../src/index.js';
import { fourCalls } from './four-calls.js';
import { rejection, scene } from './scene.js';

/** What a transport that is no `fetch` may hand over: any status, with a body even where there must be none. */
function handed(status: number, body: string): () => Promise<FetchResponse> {
  const { buffer } = new TextEncoder().encode(body);
  const headers = new Headers({ 'x-request-id': 'one' });
  return () => Promise.resolve({ status, headers, arrayBuffer: () => Promise.resolve(buffer) });
}

describe.each(fourCalls)('$name', ({ make }) => {
  test.each([0, 100, 199, 204, 205, 304, 600, 999])('makes a typed error of a bodily %d', async (status) => {
    const error = await rejection(make(scene(handed(status, '{"a":1}')).plex));
    expect(error).toBeInstanceOf(errors.SDKError);
    expect(error).toMatchObject({ statusCode: status, body: '{"a":1}' });
  });

  test.each([0, 199, 204, 205, 304, 600])('has a raw response for a bodily %d', async (status) => {
    const error = await rejection(make(scene(handed(status, '{"a":1}')).plex));
    expect(Reflect.get(Object(error), 'rawResponse')).toBeInstanceOf(Response);
  });
});
