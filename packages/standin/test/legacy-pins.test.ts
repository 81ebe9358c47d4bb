import { expect, test } from 'vitest';
import type { StandIn } from '../src/index.js';
import { type Asking, ask, askPlexTv, start } from './asking.js';
import { openBrowser } from './browser.js';

interface LegacyPin {
  readonly id: string;
  readonly code: string;
}

const client = 'an-old-program';
const MINUTE = 60_000;

/** The texts of the elements in a PIN, by name; one that is nil says so. */
function membersOf(xml: string): Record<string, string> {
  const found = xml.matchAll(/^ {2}<([\w-]+)(?: type="\w+")?(?: nil="true"\/|>([^<]*)<\/\1)>$/gm);
  return Object.fromEntries([...found].map(([, name = '', text = 'nil']) => [name, text]));
}

function create(standIn: StandIn, path = '/pins.xml'): Promise<Response> {
  return ask(standIn, `https://plex.tv${path}`, { method: 'POST', client });
}

function look(standIn: StandIn, id: string, by: Asking = {}): Promise<Response> {
  return ask(standIn, `https://plex.tv/pins/${id}.xml`, { client, ...by });
}

async function made(standIn: StandIn): Promise<LegacyPin> {
  const { id = '', code = '' } = membersOf(await (await create(standIn)).text());
  return { id, code };
}

/** The status of an answer and the sentence in it. */
async function sentence(response: Response): Promise<unknown[]> {
  return [response.status, /<error>(.+)<\/error>/.exec(await response.text())?.[1]];
}

test('an old PIN is made with 201, an element for each member, and its address [legacy-pin.created-201] [legacy-pin.members]', async () => {
  const standIn = await start({ startAt: Date.parse('2026-11-24T06:28:00Z') });
  const response = await create(standIn);
  expect([response.status, response.headers.get('content-type')]).toEqual([201, 'application/xml; charset=utf-8']);
  const xml = await response.text();
  const members = membersOf(xml);
  expect(members).toEqual({
    id: expect.stringMatching(/^\d{10}$/),
    code: expect.stringMatching(/^[A-Z\d]{4}$/),
    'expires-at': '2026-11-24T06:43:00Z',
    'user-id': 'nil',
    'client-identifier': client,
    trusted: 'false',
    'auth-token': 'nil',
    auth_token: 'nil',
  });
  expect(xml).toContain(`<id type="integer">${members['id']}</id>`);
  expect(response.headers.get('location')).toBe(`${standIn.url}/pins/${members['id']}`);
});

test('an old PIN is short, whatever strong says [legacy-pin.short]', async () => {
  const standIn = await start();
  const { code } = membersOf(await (await create(standIn, '/pins.xml?strong=true')).text());
  expect(code).toHaveLength(4);
});

test('once claimed it carries the account and the token twice, which works [legacy-pin.token-twice]', async () => {
  const standIn = await start();
  const { id, code } = await made(standIn);
  standIn.control.claimPin({ code, person: 'dana' });
  const response = await look(standIn, id);
  expect(response.status).toBe(200);
  const members = membersOf(await response.text());
  const token = members['auth_token'];
  expect(members).toMatchObject({ 'auth-token': token, 'user-id': String(standIn.people.dana.id), code });
  expect(await (await askPlexTv(standIn, '/user', { token })).json()).toMatchObject({ username: 'dana-reef' });
});

test('both paths show the same PIN [legacy-pin.same-pins]', async () => {
  const standIn = await start();
  const { id, code } = await made(standIn);
  expect(await (await askPlexTv(standIn, `/pins/${id}`, { client })).json()).toMatchObject({ code, expiresIn: 900 });
  const { id: newer } = Object(await (await askPlexTv(standIn, '/pins', { method: 'POST', client })).json());
  expect(membersOf(await (await look(standIn, String(newer))).text())).toMatchObject({ id: String(newer) });
});

test('a claim that is held back has not happened on the old path either', async () => {
  const standIn = await start({ claimDelay: 2000 });
  const { id, code } = await made(standIn);
  const browser = openBrowser(standIn);
  const asked = await browser.send(await browser.open('/link'), '/link', { code });
  const picked = await browser.send(asked, '/auth/sign-in', { person: 'dana' });
  await browser.send(picked, '/auth/allow', { answer: 'allow' });
  expect(membersOf(await (await look(standIn, id)).text())).toMatchObject({ auth_token: 'nil', 'user-id': 'nil' });
  standIn.control.advanceClock(2000);
  expect(membersOf(await (await look(standIn, id)).text())['auth_token']).toHaveLength(20);
});

test('expired, unknown and another client’s are 404 with a sentence [legacy-pin.gone]', async () => {
  const standIn = await start();
  const { id } = await made(standIn);
  const gone = [404, 'Code not found or expired'];
  expect(await sentence(await look(standIn, '1'))).toEqual(gone);
  expect(await sentence(await look(standIn, id, { client: 'another' }))).toEqual(gone);
  standIn.control.advanceClock(14 * MINUTE);
  expect((await look(standIn, id)).status).toBe(200);
  standIn.control.advanceClock(MINUTE);
  expect(await sentence(await look(standIn, id))).toEqual(gone);
});

test('without a client identifier it is 400 with a sentence [legacy-pin.client-id]', async () => {
  const standIn = await start();
  const { id } = await made(standIn);
  const refused = [400, 'X-Plex-Client-Identifier is missing'];
  expect(await sentence(await ask(standIn, 'https://plex.tv/pins.xml', { method: 'POST' }))).toEqual(refused);
  expect(await sentence(await look(standIn, id, { client: '' }))).toEqual(refused);
});

test('who polls an old PIN too often is told to wait', async () => {
  const standIn = await start({ rateLimits: true });
  const { id } = await made(standIn);
  for (let count = 0; count < 20; count += 1) expect((await look(standIn, id)).status).toBe(200);
  const response = await look(standIn, id);
  expect(response.headers.get('retry-after')).toBe('5');
  expect(await sentence(response)).toEqual([429, 'API rate limit exceeded']);
});

test('the log names the operation, and shows the number of an old PIN', async () => {
  const standIn = await start();
  const { id } = await made(standIn);
  await look(standIn, id);
  expect(standIn.control.requests()).toMatchObject([
    { operation: 'createLegacyPin', path: '/pins.xml' },
    { operation: 'getLegacyPin', path: `/pins/${id}.xml` },
  ]);
});
