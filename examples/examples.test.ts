import { errors, type HomeUser, PlexAPI } from '@ticketstub/sdk';
import { type Person, startStandIn, type StandIn } from '@ticketstub/standin';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { checkStoredToken } from './check-stored-token.js';
import { clientFor } from './connect-to-server.js';
import { explainSignIn } from './explain-sign-in.js';
import { watchedClient } from './fetch-of-your-own.js';
import { followingClient } from './follow-the-clock.js';
import { findSource } from './get-source-connection-information.js';
import { whoIs } from './get-token-details.js';
import { temporaryToken } from './get-transient-token.js';
import { serversOf } from './list-servers.js';
import { keepOrDropToken } from './keep-or-drop-token.js';
import { titlesOf } from './node-transport.js';
import { tokenFor } from './post-users-sign-in-data.js';
import { findProvider } from './retry-one-call.js';
import { beginAtPlex } from './send-to-plex.js';
import { signInWithPin } from './sign-in-with-a-pin.js';
import { signIn } from './sign-in.js';
import { signOutOldDevices } from './sign-out-old-devices.js';
import { nameOf } from './standalone-functions.js';
import { switchInTheHome } from './switch-in-the-home.js';
import { whoIsWithin } from './time-limits.js';

const client = { clientID: 'ticketstub-examples', clientName: 'Examples' };
let standIn: StandIn;

beforeEach(async () => {
  standIn = await startStandIn({ listen: false });
  vi.stubGlobal('fetch', standIn.fetch);
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await standIn.close();
});

function attic(): string {
  const server = standIn.servers.find(({ name }) => name === 'Attic');
  if (!server) throw new Error('no server is called Attic');
  return server.url;
}

/** The two-factor code of the moment. */
function codeOf(person: Person): string {
  if (!person.totp) throw new Error(`${person.username} has no two-factor app`);
  return person.totp();
}

test('temporaryToken returns a token that the server which made it accepts', async () => {
  const token = await temporaryToken(attic(), standIn.people.alice.token);
  expect(token).toMatch(/^transient-[0-9a-f-]{36}$/);
  await expect(temporaryToken(attic(), token)).resolves.not.toBe(token);
});

test('findSource returns a provider’s addresses and a token for it', async () => {
  const [device] = await findSource(attic(), standIn.people.alice.token, 'provider://provider-identifier');
  expect(device?.accessToken).toMatch(/^transient-/);
  expect(device?.connection.length).toBeGreaterThan(0);
});

test('whoIs returns the account behind a token', async () => {
  const { alice } = standIn.people;
  await expect(whoIs(alice.token)).resolves.toMatchObject({ id: alice.id, uuid: alice.uuid, username: alice.username });
});

test('tokenFor returns a token that plex.tv knows', async () => {
  const { alice } = standIn.people;
  const token = await tokenFor(client, { login: alice.email, password: alice.password });
  await expect(whoIs(token)).resolves.toMatchObject({ id: alice.id });
});

test('tokenFor takes the code of a two-factor app', async () => {
  const { finn } = standIn.people;
  const credentials = { login: finn.email, password: finn.password, verificationCode: codeOf(finn) };
  await expect(whoIs(await tokenFor(client, credentials))).resolves.toMatchObject({ id: finn.id });
});

test('signIn asks for the code only when the account has two-factor authentication', async () => {
  const { alice, finn } = standIn.people;
  const ask = vi.fn<() => Promise<string>>(() => Promise.resolve(codeOf(finn)));
  const ofAlice = await signIn(client, { login: alice.email, password: alice.password }, ask);
  expect(ofAlice.name).toBe('alice-attic');
  expect(ask).not.toHaveBeenCalled();
  const ofFinn = await signIn(client, { login: finn.email, password: finn.password }, ask);
  expect(ofFinn.name).toBe('finn-oak');
  expect(ask).toHaveBeenCalledOnce();
});

test('signInWithPin gives a token as soon as somebody has typed the code in', async () => {
  const { dana } = standIn.people;
  const shown: string[] = [];
  const type = ({ url, code }: { url: string; code: string }): void => {
    shown.push(url);
    standIn.control.claimPin({ code, person: 'dana' });
  };
  const token = await signInWithPin(client, type, () => {});
  expect(shown).toEqual([expect.stringMatching(/^https:\/\/plex\.tv\/link\/\?pin=[A-Z0-9]{4}$/)]);
  await expect(whoIs(token ?? '')).resolves.toMatchObject({ id: dana.id });
});

test('signInWithPin counts down until the PIN has expired', async () => {
  const seconds: number[] = [];
  const hurry = {
    now: () => standIn.clock.now(),
    sleep: (ms: number): Promise<void> => Promise.resolve(standIn.control.advanceClock(ms)),
  };
  const countDown = (left: number): void => void seconds.push(left);
  await expect(signInWithPin({ ...client, clock: hurry }, () => {}, countDown)).resolves.toBeUndefined();
  expect(seconds[0]).toBe(900);
  expect(seconds.at(-1)).toBe(0);
});

test('beginAtPlex says where to send a browser', async () => {
  const { pin, url } = await beginAtPlex(client, 'https://app.example/back');
  expect(new URL(url).origin).toBe('https://app.plex.tv');
  expect(url).toContain(`&code=${pin.code}&`);
  expect(url).toMatch(/&forwardUrl=https%3A%2F%2Fapp\.example%2Fback$/);
});

test('serversOf gives each server with its addresses and a token for it', async () => {
  const { alice, dana } = standIn.people;
  const ofAlice = await serversOf(client, alice.token);
  expect(ofAlice.map(({ name }) => name)).toEqual(['Attic', 'Cellar']);
  const [shared] = await serversOf(client, dana.token);
  expect(shared).toMatchObject({ name: 'Attic', addresses: [attic()] });
  expect(Object.values(dana.serverTokens)).toEqual([shared?.accessToken]);
});

test('switchInTheHome asks for the PIN of who has one, and again when it was wrong', async () => {
  const { bruno, carla } = standIn.people;
  const pins = ['0000', carla.pin ?? ''];
  const ask = vi.fn<(name: string) => Promise<string>>(async () => pins.shift() ?? '');
  const called = (title: string) => async (users: readonly HomeUser[]) => {
    const user = users.find((one) => one.title === title);
    if (!user) throw new Error(`nobody is called ${title}`);
    return user;
  };
  const family = { ...client, accessToken: bruno.token };
  const { accessToken } = await switchInTheHome(family, called('Carla'), ask);
  await expect(whoIs(accessToken)).resolves.toMatchObject({ id: carla.id });
  expect(ask.mock.calls).toEqual([['Carla'], ['Carla']]);
  await switchInTheHome(family, called('bruno-kite'), ask);
  expect(ask).toHaveBeenCalledTimes(2);
});

test('clientFor finds an address of a shared server, and the token it takes', async () => {
  const plex = new PlexAPI({ ...client, accessToken: standIn.people.dana.token });
  const [shared] = await plex.resources.list();
  if (!shared) throw new Error('nothing is shared');
  const atServer = await clientFor(plex, shared);
  const answer = await atServer.authentication.getTransientToken({ type: 'delegation', scope: 'all' });
  expect(answer.statusCode).toBe(200);
});

test('keepOrDropToken drops a token on Plex’s word alone, and renews one that has only expired', async () => {
  const { token } = standIn.people.alice;
  const asked = (stored: string): ReturnType<typeof keepOrDropToken> => keepOrDropToken(client, stored);
  await expect(asked(token)).resolves.toBe('use it');
  await expect(asked('no-such-token')).resolves.toBe('drop it');
  standIn.control.failNext({ operation: 'getTokenDetails', status: 498 });
  await expect(asked(token)).resolves.toBe('renew it');
  standIn.control.failNext({ operation: 'getTokenDetails', status: 403 });
  await expect(asked(token)).resolves.toBe('keep it for later');
});

test('followingClient lives in the time of the stand-in', async () => {
  const plex = await followingClient('ticketstub-examples', standIn.endpoints);
  const pin = await plex.pins.create();
  standIn.control.advanceClock(901_000);
  await expect(plex.pins.get(pin.id)).resolves.toMatchObject({ state: 'gone' });
});

test('signOutOldDevices signs out what was not seen for a while, and never the program itself', async () => {
  const { dana } = standIn.people;
  const tokenOf = (clientID: string, deviceName: string): Promise<string> => {
    const program = { ...client, clientID, deviceName };
    return tokenFor(program, { login: dana.email, password: dana.password });
  };
  await tokenOf('an-old-phone', 'Old phone');
  const token = await tokenOf(client.clientID, 'Here');
  await expect(signOutOldDevices(client, token, 30)).resolves.toEqual([]);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * 86_400_000 });
  try {
    await expect(signOutOldDevices(client, token, 30)).resolves.toEqual(['Old phone']);
  } finally {
    vi.useRealTimers();
  }
  await expect(whoIs(token)).resolves.toMatchObject({ id: dana.id });
});

test('nameOf returns the title of the account', async () => {
  await expect(nameOf(standIn.people.alice.token)).resolves.toBe('alice-attic');
});

test('checkStoredToken calls a token dead on a 401 and on nothing else', async () => {
  const { token } = standIn.people.alice;
  await expect(checkStoredToken(token)).resolves.toBe('alive');
  await expect(checkStoredToken('no-such-token')).resolves.toBe('dead');
  standIn.control.failNext({ operation: 'getTokenDetails', drop: true });
  await expect(checkStoredToken(token)).resolves.toBe('unknown');
  standIn.control.failNext({ operation: 'getTokenDetails', status: 403 });
  await expect(checkStoredToken(token)).resolves.toBe('unknown');
});

test('explainSignIn says what the person should do', async () => {
  const { alice, eve, finn } = standIn.people;
  const failure = (body: Parameters<typeof tokenFor>[1]): Promise<string> =>
    tokenFor(client, body).catch(explainSignIn);
  await expect(failure({ login: alice.email, password: 'wrong' })).resolves.toMatch(/login or the password is wrong/);
  await expect(failure({ login: finn.email, password: finn.password })).resolves.toMatch(/six digits/);
  await expect(failure({ login: finn.email, password: finn.password, verificationCode: '000000' })).resolves.toMatch(
    /new one/,
  );
  await expect(failure({ login: eve.username, password: eve.password })).resolves.toMatch(/e-mail address/);
  standIn.control.failNext({ operation: 'postUsersSignInData', status: 503 });
  await expect(failure({ login: alice.email, password: alice.password })).resolves.toMatch(/could not be asked/);
});

test('findProvider asks again while the server is busy', async () => {
  standIn.control.failNext({ operation: 'getSourceConnectionInformation', status: 503, times: 1 });
  const [device] = await findProvider(attic(), standIn.people.alice.token);
  expect(device?.accessToken).toMatch(/^transient-/);
  expect(standIn.control.requests()).toHaveLength(2);
});

test('whoIsWithin ends with the reason of the person who left', async () => {
  const left = new AbortController();
  left.abort(new Error('the page was left'));
  await expect(whoIsWithin(standIn.people.alice.token, left.signal)).rejects.toThrow('the page was left');
  await expect(whoIsWithin(standIn.people.alice.token, new AbortController().signal)).resolves.toHaveProperty('id');
});

test('watchedClient reports every exchange', async () => {
  const report = vi.fn<(line: string) => void>();
  await watchedClient(standIn.people.alice.token, report).authentication.getTokenDetails();
  expect(report).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/^GET \/api\/v2\/user 200 \d+ ms$/));
});

test('titlesOf asks for many accounts over sockets', async () => {
  const listening = await startStandIn();
  try {
    const { alice, bruno } = listening.people;
    const options = { endpoints: listening.endpoints };
    await expect(titlesOf([alice.token, bruno.token], options)).resolves.toEqual(['alice-attic', 'bruno-kite']);
    await expect(titlesOf(['no-such-token'], options)).rejects.toBeInstanceOf(errors.GetTokenDetailsUnauthorized);
  } finally {
    await listening.close();
  }
});
