import { expect, test } from 'vitest';
import type { StandIn } from '../src/index.js';
import { type Asking, ask, at, start, textAt } from './asking.js';

function askClaim(standIn: StandIn, asking: Asking, ending = '.json'): Promise<Response> {
  return ask(standIn, `https://plex.tv/api/claim/token${ending}`, asking);
}

test('a claim token is claim- and 20 characters, in both forms [claim.members]', async () => {
  const standIn = await start();
  const { token } = standIn.people.alice;
  const inJson = await askClaim(standIn, { token, accept: '*/*' });
  expect(await inJson.json()).toEqual({ token: expect.stringMatching(/^claim-[\w-]{20}$/) });
  const inXml = await askClaim(standIn, { token, accept: '*/*' }, '');
  expect(await inXml.text()).toMatch(/^<\?xml .*\?>\n<MediaContainer token="claim-[\w-]{20}"\/>\n$/);
});

test('each question makes another claim token [claim.fresh-each-time]', async () => {
  const standIn = await start();
  const { token } = standIn.people.alice;
  const made = await Promise.all(
    [1, 2].map(async () => textAt(await (await askClaim(standIn, { token })).json(), 'token')),
  );
  expect(new Set(made).size).toBe(2);
});

test('who is not let in is told so in one sentence [claim.refusal] [errors.legacy-envelope] [old-paths.revoked-422]', async () => {
  const standIn = await start();
  const without = await askClaim(standIn, {});
  expect([without.status, await without.json()]).toEqual([401, { error: 'Please sign in.' }]);
  for (const token of ['dead', 'claim-of-nobody']) {
    const refused = await askClaim(standIn, { token });
    expect([refused.status, await refused.json()]).toEqual([422, { error: 'Invalid token' }]);
  }
  const inXml = await askClaim(standIn, { accept: 'text/xml' }, '');
  expect(await inXml.text()).toContain('<errors>\n  <error>Please sign in.</error>\n</errors>');
});

test('a claim token opens nothing, and is in no log', async () => {
  const standIn = await start();
  const claim = textAt(await (await askClaim(standIn, { token: standIn.people.alice.token })).json(), 'token');
  expect((await ask(standIn, 'https://plex.tv/api/v2/user', { token: claim })).status).toBe(401);
  expect(at(standIn.control.requests()[0], 'operation')).toBe('getClaimToken');
  expect(JSON.stringify(standIn.control.requests())).not.toContain(claim);
});
