import { PlexAPI } from '@ticketstub/sdk';
import { type StandIn, type StandInOptions, startStandIn } from '@ticketstub/standin';
import { onTestFinished } from 'vitest';
import type { Locator, Page, Showing } from './chromium.js';
import { type Visit, openBrowser } from './scene.js';

/** Who the programs say they are. */
export const client = { 'X-Plex-Client-Identifier': 'request-manager', 'X-Plex-Product': 'Request Manager' };

/** A console in a browser, and the stand-in behind it. */
interface Opened extends Visit {
  readonly standIn: StandIn;
}

/** Starts a stand-in and opens its console. */
export async function open(showing: Showing = {}, options: StandInOptions = {}): Promise<Opened> {
  const standIn = await startStandIn({ ...options, control: true });
  onTestFinished(() => standIn.close());
  const visit = await openBrowser({ viewport: { width: 1440, height: 900 }, ...showing });
  await visit.page.goto(`${standIn.url}/console`);
  return { ...visit, standIn };
}

/** The first element of a selector that holds a text. */
export function find(page: Page, selector: string, hasText: string): Locator {
  return page.locator(selector, { hasText }).first();
}

async function json(url: string, init: RequestInit = {}): Promise<(name: string) => unknown> {
  const response = await fetch(url, { ...init, headers: { ...client, accept: 'application/json' } });
  const body: unknown = await response.json();
  return (name): unknown => Reflect.get(Object(body), name);
}

/** Makes a PIN, and asks later what became of it. */
export async function makePin({ url }: StandIn): Promise<{ code: string; token: () => Promise<unknown> }> {
  const pin = await json(`${url}/api/v2/pins`, { method: 'POST' });
  const token = async (): Promise<unknown> => (await json(`${url}/api/v2/pins/${String(pin('id'))}`))('authToken');
  return { code: String(pin('code')), token };
}

/** Programs with a key of their own, one of which has been issued a JWT, and a second signing key. */
async function linkPrograms(standIn: StandIn): Promise<void> {
  const { endpoints, clock, control } = standIn;
  for (const [clientID, clientName, person] of [
    ['photo-frame', 'Photo Frame', 'dana'],
    ['radio-alarm', 'Radio Alarm', 'alice'],
  ] as const) {
    const plex = new PlexAPI({ clientID, clientName, endpoints, clock });
    const key = await plex.deviceKeys.generate();
    const pin = await plex.pins.create({ strong: true, key });
    control.claimPin({ code: pin.code, person });
    if (person === 'dana') await plex.pins.get(pin.id, { key });
  }
  control.rotateSigningKey();
}

/** Some of everything, so that there is something to see. */
export async function fill(standIn: StandIn): Promise<void> {
  const { control, people, servers, url } = standIn;
  const { alice, bruno, dana, eve } = people;
  const ask = (address: string, token: string): Promise<Response> =>
    fetch(address, { headers: { ...client, 'X-Plex-Token': token } });
  await linkPrograms(standIn);
  for (const server of servers) {
    await ask(`${server.url}/security/token?type=delegation&scope=all`, alice.token);
    await ask(`${server.url}/identity`, dana.token);
    await ask(`${server.url}/`, eve.token);
  }
  for (const { token } of [alice, bruno, dana, eve]) {
    await ask(`${url}/api/v2/user`, token);
    await ask(`${url}/api/v2/resources`, token);
    await ask(`${url}/api/v2/home/users`, token);
  }
  control.failNext({ operation: 'ping', status: 503, retryAfter: 5 });
  await ask(`${url}/api/v2/ping`, bruno.token);
  const claimed = await makePin(standIn);
  control.claimPin({ code: claimed.code, person: 'bruno' });
  await claimed.token();
  await makePin(standIn);
  await fetch(`${url}/api/v2/home/users`, { headers: client });
  await ask(`${url}/api/v2/resources`, 'a-token-of-nobody-20');
  control.failNext({ operation: 'getTokenDetails', status: 503, times: 2, retryAfter: 10 });
  control.failNext({ operation: 'getResources', delay: 3000 });
  control.failNext({ operation: 'createPin', drop: true });
  control.setAddress('request-manager', { ip: '203.0.113.9', country: 'SE' });
  control.setAddress('photo-frame', { ip: '2001:db8::7', country: 'DE' });
}

/** Programs that ask for this and that, until the log is long. */
export async function keepBusy({ url, servers, people }: StandIn): Promise<void> {
  const { alice, bruno, carla, dana, eve, finn } = people;
  for (const { token } of [alice, bruno, carla, dana, eve, finn]) {
    const headers = { ...client, 'X-Plex-Token': token };
    for (const path of ['/user', '/resources', '/home/users', '/ping']) {
      await fetch(`${url}/api/v2${path}`, { headers });
    }
    for (const server of servers) await fetch(`${server.url}/identity`, { headers });
  }
}
