import { expect, test } from 'vitest';
import type { StandIn } from '../src/index.js';
import { type Asking, askPlexTv, at, refusal, start, textAt } from './asking.js';

const CLIENT = 'a-television';

async function madePin(standIn: StandIn, query = ''): Promise<{ id: unknown; code: string }> {
  const response = await askPlexTv(standIn, `/pins${query}`, { method: 'POST', client: CLIENT });
  const pin: unknown = await response.json();
  return { id: at(pin, 'id'), code: textAt(pin, 'code') };
}

function link(standIn: StandIn, fields: Record<string, string>, asking: Asking = {}): Promise<Response> {
  return askPlexTv(standIn, '/pins/link', { method: 'PUT', body: new URLSearchParams(fields), ...asking });
}

async function tokenOf(standIn: StandIn, id: unknown): Promise<unknown> {
  return at(await (await askPlexTv(standIn, `/pins/${String(id)}`, { client: CLIENT })).json(), 'authToken');
}

test.each(['', '?strong=true'])(
  'whoever is signed in claims a PIN by its code: %o [pin.link-204] [pin.link-any-code]',
  async (query) => {
    const standIn = await start();
    const { dana } = standIn.people;
    const { id, code } = await madePin(standIn, query);
    const response = await link(standIn, { code }, { token: dana.token });
    expect([response.status, await response.text()]).toEqual([204, '']);
    const token = await tokenOf(standIn, id);
    expect(token).not.toBe(dana.token);
    expect(await (await askPlexTv(standIn, '/user', { token: String(token) })).json()).toMatchObject({ id: dana.id });
    expect((await askPlexTv(standIn, '/user', { token: dana.token })).status).toBe(200);
  },
);

test('linking the program one signs in with ends the token it had [pin.claim-rotates]', async () => {
  const standIn = await start();
  const { dana } = standIn.people;
  const made: unknown = await (
    await askPlexTv(standIn, '/pins', { method: 'POST', client: dana.clientIdentifier })
  ).json();
  expect((await link(standIn, { code: textAt(made, 'code') }, { token: dana.token })).status).toBe(204);
  expect((await askPlexTv(standIn, '/user', { token: dana.token })).status).toBe(401);
});

test('nobody links a PIN without a live token, and needs nothing else [pin.link-needs-token]', async () => {
  const standIn = await start();
  const { id, code } = await madePin(standIn);
  expect(await refusal(await link(standIn, { code }))).toEqual([401, 1001]);
  expect(await refusal(await link(standIn, { code }, { token: 'nobodys', client: CLIENT }))).toEqual([401, 1001]);
  expect(await tokenOf(standIn, id)).toBeNull();
});

test('a code that is unknown, claimed or expired is not there [pin.link-gone] [pin.claimed-once]', async () => {
  const standIn = await start();
  const { dana, eve } = standIn.people;
  const claimed = await madePin(standIn);
  await link(standIn, { code: claimed.code }, { token: dana.token });
  const token = await tokenOf(standIn, claimed.id);
  const late = await madePin(standIn);
  for (const code of [claimed.code, 'NONE', '', '\0']) {
    expect(await refusal(await link(standIn, { code }, { token: eve.token }))).toEqual([404, 1020]);
  }
  expect(await tokenOf(standIn, claimed.id)).toBe(token);
  standIn.control.advanceClock(900_000);
  expect(await refusal(await link(standIn, { code: late.code }, { token: eve.token }))).toEqual([404, 1020]);
});

test.each<[string, Asking, number]>([
  ['no code', { body: new URLSearchParams({ pin: 'ABCD' }) }, 400],
  ['nothing', { body: '' }, 400],
  ['text', { headers: { 'content-type': 'text/plain' }, body: 'code=ABCD' }, 400],
  ['a code that is no text', { headers: { 'content-type': 'application/json' }, body: '{"code":1}' }, 400],
  ['too much', { body: new URLSearchParams({ code: 'x'.repeat(70_000) }) }, 413],
])('a link with %s is refused with 1004 [pin.link-malformed]', async (_, asking, status) => {
  const standIn = await start();
  const { token } = standIn.people.dana;
  expect(await refusal(await link(standIn, {}, { token, ...asking }))).toEqual([status, 1004]);
});

test('the log says approvePin, and nothing of the code', async () => {
  const standIn = await start();
  const { code } = await madePin(standIn, '?strong=true');
  await link(standIn, { code }, { token: standIn.people.dana.token });
  const [, seen] = standIn.control.requests();
  expect(seen).toMatchObject({ operation: 'approvePin', method: 'PUT', path: '/api/v2/pins/link', status: 204 });
  expect(JSON.stringify(seen)).not.toContain(code);
});
