import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { start } from './asking.js';

function isHeaderValue(value: string): boolean {
  try {
    return new Headers({ value }).has('value');
  } catch {
    return false;
  }
}

const PATHS = [
  '/api/v2/user',
  '/api/v2/users/signin',
  '/api/v2/users/signin.json',
  '/security/token',
  '/security/resources',
  '/identity',
  '/',
  '/_standin/fail-next',
  '/_standin/advance-clock',
  '/_standin/set-address',
  '/console',
  '/console/fail-next',
];
const QUERIES = ['', '?type=delegation&scope=all', '?source=%ff%fe', '?X-Plex-Token=%E0%A4%A', '?source=server://a/b'];
const BODIES = ['login=%&password=%ff', 'login[]=a&password=b', '{"login":"a","password":"b","__proto__":{"x":1}}'];

const header = fc.string({ unit: 'binary', maxLength: 30 }).filter(isHeaderValue);

/** A request as nobody in their right mind would send it. */
const oddRequest = fc.record({
  path: fc.oneof(
    fc.constantFrom(...PATHS),
    fc.webPath().map((path) => `/${path}`),
  ),
  query: fc.oneof(
    fc.constantFrom(...QUERIES),
    fc.webQueryParameters().map((query) => `?${query}`),
  ),
  method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'),
  headers: fc.record({
    accept: fc.oneof(fc.constantFrom('application/json', ';;,q=,'), header),
    'content-type': fc.oneof(fc.constantFrom('application/json', 'application/x-www-form-urlencoded'), header),
    'x-plex-client-identifier': header,
    origin: fc.oneof(fc.constant(''), header),
  }),
  body: fc.oneof(fc.constantFrom(...BODIES), fc.json(), fc.string(), fc.uint8Array()),
});

test.each(['observed', 'documented'] as const)('no request makes it fail, %s', async (errors) => {
  const standIn = await start({ errors, control: true });
  const origins = [standIn.url, 'https://plex.tv', ...standIn.servers.map(({ url }) => url)];
  const token = fc.constantFrom(standIn.people.alice.token, standIn.people.carla.token, 'transient-', '');
  await fc.assert(
    fc.asyncProperty(oddRequest, fc.constantFrom(...origins), token, async (request, origin, shown) => {
      const { path, query, method, headers, body } = request;
      const bare = method === 'GET' || method === 'HEAD';
      const init = { method, headers: { ...headers, 'x-plex-token': shown }, ...(bare ? {} : { body }) };
      const response = await standIn.fetch(`${origin}/${path.replace(/^\/+/, '')}${query}`, init);
      expect(response.status).toBeLessThan(500);
      await response.text();
    }),
    { numRuns: 300 },
  );
});
