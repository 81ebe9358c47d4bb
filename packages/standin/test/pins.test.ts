import { expect, test } from 'vitest';
import { type StandIn, StandInError } from '../src/index.js';
import { type Asking, askPlexTv, at, refusal, start, textAt } from './asking.js';

const CLIENT = 'a-program';

function createPin(standIn: StandIn, asking: Asking & { query?: string } = {}): Promise<Response> {
  return askPlexTv(standIn, `/pins${asking.query ?? ''}`, { client: CLIENT, ...asking, method: 'POST' });
}

interface MadePin {
  readonly id: number;
  readonly code: string;
}

async function madePin(standIn: StandIn, query = ''): Promise<MadePin> {
  const pin: unknown = await (await createPin(standIn, { query })).json();
  return { id: Number(at(pin, 'id')), code: textAt(pin, 'code') };
}

function getPin(standIn: StandIn, id: number | string, asking: Asking & { query?: string } = {}): Promise<Response> {
  return askPlexTv(standIn, `/pins/${id}${asking.query ?? ''}`, { client: CLIENT, ...asking });
}

function form(fields: Record<string, string>): Asking {
  return { client: '', body: new URLSearchParams(fields) };
}

function json(value: unknown): Asking {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

test('a PIN is made with 201, its members those of the recordings [pin.created-201] [pin.members] [pin.location] [pin.qr-address]', async () => {
  const standIn = await start({ startAt: Date.parse('2026-11-24T06:00:00Z') });
  standIn.control.setAddress(CLIENT, { ip: '203.0.113.4', country: 'SE' });
  const response = await createPin(standIn, { headers: { 'X-Plex-Product': 'A program' } });
  expect(response.status).toBe(201);
  const pin: unknown = await response.json();
  const code = textAt(pin, 'code');
  expect(pin).toEqual({
    id: expect.any(Number),
    code: expect.any(String),
    product: 'A program',
    trusted: false,
    qr: `${standIn.url}/api/v2/pins/qr/${code}`,
    clientIdentifier: CLIENT,
    location: expect.objectContaining({ code: 'SE', country: 'Sweden', european_union_member: true }),
    expiresIn: 900,
    createdAt: expect.stringMatching(/^2026-11-24T06:0\d:\d\dZ$/),
    expiresAt: expect.stringMatching(/^2026-11-24T06:1\d:\d\dZ$/),
    authToken: null,
    newRegistration: null,
  });
});

test('a short code is typed in, a strong one is not [pin.code-shape] [pin.strong-anywhere]', async () => {
  const standIn = await start();
  const codeOf = async (asking: Asking & { query?: string }): Promise<string> =>
    textAt(await (await createPin(standIn, asking)).json(), 'code');
  const identity = { 'X-Plex-Client-Identifier': CLIENT };
  const short = /^[A-Z0-9]{4}$/;
  const strong = /^[a-z0-9]{25}$/;
  expect(await codeOf({})).toMatch(short);
  expect(await codeOf({ query: '?strong=false' })).toMatch(short);
  expect(await codeOf(json({ strong: false }))).toMatch(short);
  expect(await codeOf({ query: '?strong=true' })).toMatch(strong);
  expect(await codeOf({ query: '.json?strong=1', accept: '*/*' })).toMatch(strong);
  expect(await codeOf(form({ ...identity, strong: 'true' }))).toMatch(strong);
  expect(await codeOf(json({ strong: true }))).toMatch(strong);
});

test('a short PIN is gone after 15 minutes and a strong one after 30, and their time counts down [pin.lifetime] [pin.expires-in]', async () => {
  const standIn = await start();
  const short = await madePin(standIn);
  const strong = await madePin(standIn, '?strong=true');
  standIn.control.advanceClock(14 * 60_000);
  expect(at(await (await getPin(standIn, short.id)).json(), 'expiresIn')).toBeLessThanOrEqual(60);
  expect(at(await (await getPin(standIn, strong.id)).json(), 'expiresIn')).toBeLessThanOrEqual(960);
  standIn.control.advanceClock(60_000);
  expect(await refusal(await getPin(standIn, short.id))).toEqual([404, 1020]);
  expect((await getPin(standIn, strong.id)).status).toBe(200);
  standIn.control.advanceClock(15 * 60_000);
  expect(await refusal(await getPin(standIn, strong.id))).toEqual([404, 1020]);
});

test('what the program is called stands in the PIN, or 0 [pin.product-zero]', async () => {
  const standIn = await start();
  const productOf = async (query: string): Promise<unknown> =>
    at(await (await createPin(standIn, { query })).json(), 'product');
  expect(await productOf('')).toBe('0');
  expect(await productOf('?X-Plex-Product=My%20App')).toBe('My App');
});

test('in XML a PIN is one element, its dates in words [pin.xml]', async () => {
  const standIn = await start();
  const { id } = await madePin(standIn);
  const response = await getPin(standIn, id, { accept: '*/*' });
  expect(response.headers.get('content-type')).toBe('application/xml; charset=utf-8');
  const xml = await response.text();
  expect(xml).toMatch(new RegExp(`^<\\?xml .+\\n<pin id="${id}" code="\\w{4}" product="0" trusted="0" `));
  expect(xml).toMatch(/ createdAt="\d{4}-\d\d-\d\d [\d:]{8} UTC" expiresAt="\d{4}-\d\d-\d\d [\d:]{8} UTC" /);
  expect(xml).toContain(' authToken="" newRegistration="">\n  <location code="GB" european_union_member="0" ');
});

test('without a client identifier there is no PIN, 400 with 1000 [pin.client-id]', async () => {
  const standIn = await start();
  const { id } = await madePin(standIn);
  expect(await refusal(await createPin(standIn, { client: '' }))).toEqual([400, 1000]);
  expect(await refusal(await getPin(standIn, id, { client: '' }))).toEqual([400, 1000]);
});

test('who asks may be said in the form, and is in the log then [pin.identity-in-form]', async () => {
  const standIn = await start();
  const said = form({ 'X-Plex-Client-Identifier': CLIENT, 'X-Plex-Product': 'Formal', strong: 'true' });
  const pin: unknown = await (await createPin(standIn, said)).json();
  expect(pin).toMatchObject({ clientIdentifier: CLIENT, product: 'Formal', expiresIn: 1800 });
  expect(standIn.control.requests().at(-1)).toMatchObject({ operation: 'createPin', clientIdentifier: CLIENT });
  const header = await createPin(standIn, { ...said, client: 'in-the-header' });
  expect(await header.json()).toMatchObject({ clientIdentifier: 'in-the-header' });
});

test.each<[string, Asking, number]>([
  ['broken JSON', { headers: { 'content-type': 'application/json' }, body: '{' }, 400],
  ['JSON that is no object', json('strong'), 400],
  ['text', { headers: { 'content-type': 'text/plain' }, body: 'strong' }, 400],
  ['too much', { body: new URLSearchParams({ strong: 'x'.repeat(70_000) }) }, 413],
])('a body of %s is refused with 1004 [pin.malformed]', async (_, asking, status) => {
  const standIn = await start();
  expect(await refusal(await createPin(standIn, asking))).toEqual([status, 1004]);
});

test('a body of JSON by its type that is empty says nothing, nor does an empty text [pin.empty-json]', async () => {
  const standIn = await start();
  expect((await createPin(standIn, json(''))).status).toBe(201);
  expect((await createPin(standIn, { headers: { 'content-type': 'application/json' } })).status).toBe(201);
});

test('a PIN is its maker’s alone, by number and, when one is given, by code [pin.belongs-to-client] [pin.code-checked] [pin.gone] [pin.no-token-needed]', async () => {
  const standIn = await start();
  const { id, code } = await madePin(standIn);
  expect((await getPin(standIn, id)).status).toBe(200);
  expect((await getPin(standIn, id, { query: `?code=${code}` })).status).toBe(200);
  expect((await getPin(standIn, `${id}.json`, { accept: '*/*' })).headers.get('content-type')).toContain('json');
  const asQuery = { client: '', query: `?X-Plex-Client-Identifier=${CLIENT}` };
  expect((await getPin(standIn, id, asQuery)).status).toBe(200);
  const { token } = standIn.people.alice;
  for (const gone of [
    getPin(standIn, id + 1),
    getPin(standIn, '999999999999999'),
    getPin(standIn, id, { client: 'another-program', token }),
    getPin(standIn, id, { query: '?code=WRONG' }),
  ]) {
    expect(await refusal(await gone)).toEqual([404, 1020]);
  }
});

test.each(['/pins/about', '/pins/none', `/pins/${'9'.repeat(16)}`])('nothing is at %s', async (path) => {
  const standIn = await start();
  expect(await refusal(await askPlexTv(standIn, path, { client: CLIENT }))).toEqual([404, 1002]);
});

test('a claimed PIN carries a token that works, the same at every reading [pin.claimed-carries-token]', async () => {
  const standIn = await start();
  const { carla, dana } = standIn.people;
  const { id, code } = await madePin(standIn, '?strong=true');
  standIn.control.claimPin({ code, person: 'dana' });
  const first: unknown = await (await getPin(standIn, id)).json();
  expect(first).toMatchObject({ newRegistration: false });
  const token = textAt(first, 'authToken');
  expect(textAt(await (await getPin(standIn, id)).json(), 'authToken')).toBe(token);
  expect(await (await askPlexTv(standIn, '/user', { token })).json()).toMatchObject({ id: dana.id });
  const child = await madePin(standIn);
  standIn.control.claimPin({ code: child.code, person: 'carla' });
  const hers = textAt(await (await getPin(standIn, child.id)).json(), 'authToken');
  expect(await (await askPlexTv(standIn, '/user', { token: hers })).json()).toMatchObject({
    id: carla.id,
    rememberExpiresAt: null,
  });
});

test('a claim ends the token the account had in that program, and no other [pin.claim-rotates]', async () => {
  const standIn = await start();
  const { bruno, dana } = standIn.people;
  const statusOf = async (token: string): Promise<number> => (await askPlexTv(standIn, '/user', { token })).status;
  const elsewhere = await madePin(standIn);
  standIn.control.claimPin({ code: elsewhere.code, person: 'dana' });
  expect(await statusOf(dana.token)).toBe(200);
  const own: unknown = await (await createPin(standIn, { client: dana.clientIdentifier })).json();
  standIn.control.claimPin({ code: textAt(own, 'code'), person: 'dana' });
  expect(await statusOf(dana.token)).toBe(401);
  expect(await statusOf(bruno.token)).toBe(200);
});

test('a PIN is claimed once, and not when it is gone [pin.claimed-once]', async () => {
  const standIn = await start();
  const claimed = await madePin(standIn);
  standIn.control.claimPin({ code: claimed.code, person: 'dana' });
  const late = await madePin(standIn);
  standIn.control.advanceClock(900_000);
  for (const code of [claimed.code, late.code, 'none', '']) {
    expect(() => standIn.control.claimPin({ code, person: 'eve' })).toThrow(StandInError);
    expect(() => standIn.control.claimPin({ code, person: 'eve' })).toThrow('claimed already');
  }
  expect(() => standIn.control.claimPin({ code: 'none', person: 'nobody' })).toThrow('nobody is called so');
});

test('codes and numbers are not given twice, after a reset either', async () => {
  const standIn = await start();
  const before = await madePin(standIn);
  standIn.control.reset();
  expect(await refusal(await getPin(standIn, before.id))).toEqual([404, 1020]);
  expect((await madePin(standIn)).id).toBeGreaterThan(before.id);
});

test('the log shows neither code nor token of a PIN', async () => {
  const standIn = await start();
  const { id, code } = await madePin(standIn, '?strong=true');
  await getPin(standIn, id, { query: `?code=${code}&X-Plex-Client-Identifier=${CLIENT}` });
  await askPlexTv(standIn, `/pins/${code}`, { client: CLIENT });
  const [made, asked, misplaced] = standIn.control.requests().map(({ path }) => path);
  expect(made).toBe('/api/v2/pins?strong=true');
  expect(asked).toBe(`/api/v2/pins/${id}?code=[redacted]&X-Plex-Client-Identifier=${CLIENT}`);
  expect(misplaced).toBe('/api/v2/pins/[redacted]');
});

test('too many askings for one PIN are 429, counted by the identifier in the form too', async () => {
  const standIn = await start({ rateLimits: true });
  const said = form({ 'X-Plex-Client-Identifier': CLIENT });
  for (let count = 0; count < 20; count += 1) expect((await createPin(standIn, said)).status).toBe(201);
  const limited = await createPin(standIn, said);
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '5']);
  expect((await createPin(standIn, form({ 'X-Plex-Client-Identifier': 'another' }))).status).toBe(201);
});
