import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  type Clock,
  type ConnectableServer,
  errors,
  type FetchLike,
  PlexAPI,
  type PlexAPIOptions,
  type ResourceConnection,
} from '../src/index.js';
import { rejection, respond, TOKEN } from './scene.js';

const MACHINE = 'a771c0000000000000000000000000000000a771';

/** What happens to whoever asks an address. */
type Behaviour = 'answers' | 'refuses' | 'hangs' | 'is another' | 'is broken' | 'redirects' | 'lies about its size';

interface Asked {
  url: string;
  headers: Headers;
  signal: AbortSignal;
}

interface Stage {
  plex: PlexAPI;
  asked: Asked[];
  /** The addresses asked so far. */
  origins: () => string[];
  /** Milliseconds of each head start that was waited for. */
  waits: number[];
  /** Lets the running head start be over. */
  pass: () => void;
}

function answer(machineIdentifier: string): Response {
  return respond({ body: { MediaContainer: { size: 0, machineIdentifier, version: '1.43.4', claimed: true } } });
}

/** A client in a world where time stands still until it is told to pass. */
function stage(behaviours: Record<string, Behaviour>, options: PlexAPIOptions = {}): Stage {
  const asked: Asked[] = [];
  const waits: number[] = [];
  const running: (() => void)[] = [];
  const clock: Clock = {
    now: () => 0,
    sleep: (ms) =>
      new Promise((resolve) => {
        waits.push(ms);
        running.push(resolve);
      }),
  };
  const fetch: FetchLike = (url, { headers, signal }) => {
    asked.push({ url, headers: new Headers(headers), signal });
    const behaviour = behaviours[new URL(url).origin];
    switch (behaviour) {
      case 'answers':
        return Promise.resolve(answer(MACHINE));
      case 'is another':
        return Promise.resolve(answer('another-machine'));
      case 'is broken':
        return Promise.resolve(respond({ status: 503, contentType: 'text/html', body: '<html>' }));
      case 'redirects':
        return Promise.resolve(respond({ status: 302, headers: { location: 'https://elsewhere.example' } }));
      case 'lies about its size':
        return Promise.resolve(respond({ body: { MediaContainer: { size: 1 } } }));
      case 'hangs':
        return new Promise(() => {});
      case 'refuses':
      case undefined:
        break;
    }
    return Promise.reject(new TypeError('refused'));
  };
  const plex = new PlexAPI({ accessToken: TOKEN, clientID: 'an-installation', clock, fetch, ...options });
  return {
    plex,
    asked,
    waits,
    origins: () => asked.map(({ url }) => new URL(url).origin),
    pass: () => running.splice(0).forEach((over) => over()),
  };
}

const LOCAL = 'https://local.example';
const PLAIN = 'http://192.0.2.7:32400';
const REMOTE = 'https://remote.example';
const RELAY = 'https://relay.example:8443';

function server(...uris: string[]): ConnectableServer {
  const connections = uris.map((uri): ResourceConnection => ({
    uri,
    local: uri === LOCAL || uri === PLAIN,
    relay: uri === RELAY,
  }));
  return { clientIdentifier: MACHINE, connections };
}

/** Calls a method as JavaScript would, with anything. */
function callOf(owner: object, name: string, given: readonly unknown[]): unknown {
  const method: unknown = Reflect.get(owner, name);
  if (typeof method !== 'function') throw new TypeError(`${name} is no method`);
  return Reflect.apply(method, owner, given);
}

/** Lets everything happen that happens without time. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('resources.connect', () => {
  test('asks the best address, and nobody else when it answers in time', async () => {
    const { plex, origins, waits } = stage({ [LOCAL]: 'answers', [REMOTE]: 'answers', [RELAY]: 'answers' });
    const found = await plex.resources.connect(server(RELAY, REMOTE, LOCAL));
    expect(found).toEqual({
      url: LOCAL,
      connection: { uri: LOCAL, local: true, relay: false },
      identity: expect.objectContaining({ machineIdentifier: MACHINE, version: '1.43.4' }),
    });
    expect(origins()).toEqual([LOCAL]);
    expect(waits).toEqual([250]);
  });

  test('sends no token, no identity and no cookie, only a question', async () => {
    const { plex, asked } = stage({ [LOCAL]: 'answers' }, { clientName: 'A program', deviceName: 'A phone' });
    await plex.resources.connect(server(LOCAL));
    expect(asked[0]?.url).toBe(`${LOCAL}/identity`);
    expect(Object.fromEntries(asked[0]?.headers ?? [])).toEqual({ accept: 'application/json' });
  });

  test('gives each kind of address a head start, and asks all of a kind at once', async () => {
    const other = 'https://remote-too.example';
    const { plex, origins, pass, waits } = stage({ [LOCAL]: 'hangs', [PLAIN]: 'hangs', [other]: 'hangs' });
    const twin = 'https://remote-twin.example';
    const left = new AbortController();
    const looked = server(other, PLAIN, LOCAL, twin, RELAY);
    const outcome = rejection(plex.resources.connect(looked, { headStart: 100 }, { signal: left.signal }));
    await settle();
    expect(origins()).toEqual([LOCAL]);
    pass();
    await settle();
    expect(origins()).toEqual([LOCAL, PLAIN]);
    pass();
    await settle();
    expect(origins()).toEqual([LOCAL, PLAIN, other, twin]);
    pass();
    await settle();
    expect(origins()).toEqual([LOCAL, PLAIN, other, twin, RELAY]);
    expect(waits).toEqual([100, 100, 100]);
    left.abort('over');
    await expect(outcome).resolves.toBe('over');
  });

  test('goes on at once when nobody of a kind is left to wait for', async () => {
    const { plex, origins } = stage({ [RELAY]: 'answers' });
    await expect(plex.resources.connect(server(LOCAL, REMOTE, RELAY))).resolves.toMatchObject({ url: RELAY });
    expect(origins()).toEqual([LOCAL, REMOTE, RELAY]);
  });

  test('ends every other request as soon as somebody has answered', async () => {
    const { plex, asked, pass } = stage({ [LOCAL]: 'hangs', [REMOTE]: 'answers' });
    const found = plex.resources.connect(server(LOCAL, REMOTE));
    await settle();
    pass();
    await expect(found).resolves.toMatchObject({ url: REMOTE });
    expect(asked.map(({ url, signal }) => [new URL(url).origin, signal.aborted])).toEqual([
      [LOCAL, true],
      [REMOTE, false],
    ]);
  });

  test.each(['is another', 'is broken', 'redirects', 'lies about its size'] as const)(
    'takes an address that %s for none',
    async (behaviour) => {
      const { plex } = stage({ [LOCAL]: behaviour, [REMOTE]: 'answers' });
      await expect(plex.resources.connect(server(LOCAL, REMOTE))).resolves.toMatchObject({ url: REMOTE });
    },
  );

  test('tells what was tried when nobody answers, and no secret', async () => {
    const { plex } = stage({ [LOCAL]: 'is another', [PLAIN]: 'is broken', [RELAY]: 'lies about its size' });
    const error = await rejection(plex.resources.connect(server(LOCAL, PLAIN, REMOTE, RELAY)));
    expect(error).toBeInstanceOf(errors.ServerUnreachableError);
    expect(error).toBeInstanceOf(errors.TicketstubError);
    expect(error).toMatchObject({ code: 'CONNECTION_FAILED', operation: 'connect', name: 'ServerUnreachableError' });
    expect(error).toMatchObject({
      message: `connect: no address answered as the server: ${LOCAL} ANOTHER_SERVER, ${PLAIN} SERVER_ERROR, ${REMOTE} CONNECTION_FAILED, ${RELAY} INVALID_RESPONSE`,
      attempts: [
        { uri: LOCAL, outcome: 'ANOTHER_SERVER' },
        { uri: PLAIN, outcome: 'SERVER_ERROR', error: { statusCode: 503 } },
        { uri: REMOTE, outcome: 'CONNECTION_FAILED', error: { cause: expect.any(Error) } },
        { uri: RELAY, outcome: 'INVALID_RESPONSE' },
      ],
    });
  });

  test('gives an address up after its time, five seconds unless the call says otherwise', async () => {
    const { plex } = stage({ [LOCAL]: 'hangs' });
    const error = await rejection(plex.resources.connect(server(LOCAL), {}, { timeout: 20 }));
    expect(error).toMatchObject({ attempts: [{ uri: LOCAL, outcome: 'TIMEOUT' }] });
    expect(error).toHaveProperty('attempts.0.error.message', 'getIdentity: no answer within 20 ms');
  });

  test('says so when a server has no address that would do', async () => {
    const { plex, asked } = stage({ [PLAIN]: 'answers' });
    for (const none of [server(), server('ftp://a.example')]) {
      const error = await rejection(plex.resources.connect(none));
      expect(error).toMatchObject({ attempts: [], message: 'connect: the server has no address to try' });
    }
    await expect(plex.resources.connect(server(PLAIN), { secure: true })).rejects.toMatchObject({ attempts: [] });
    await expect(plex.resources.connect(server(RELAY), { relay: false })).rejects.toMatchObject({ attempts: [] });
    expect(asked).toEqual([]);
  });

  test('is left at once with the reason of an abort, in a head start and in a request', async () => {
    const { plex, asked } = stage({ [LOCAL]: 'hangs' });
    const left = new AbortController();
    const outcome = rejection(plex.resources.connect(server(LOCAL, REMOTE), {}, { signal: left.signal }));
    await settle();
    const reason = new Error('the page was left');
    left.abort(reason);
    await expect(outcome).resolves.toBe(reason);
    expect(asked.every(({ signal }) => signal.aborted)).toBe(true);
    const again = plex.resources.connect(server(LOCAL), {}, { signal: left.signal });
    await expect(again).rejects.toBe(reason);
    expect(asked).toHaveLength(1);
  });

  test('tries the address that answered the last time first for five minutes, as long as the server has it', async () => {
    const behaviours: Record<string, Behaviour> = { [REMOTE]: 'answers' };
    let now = 0;
    const { plex, asked, origins } = stage(behaviours, {
      clock: { now: () => now, sleep: () => new Promise(() => {}) },
    });
    const connect = async (...uris: string[]): Promise<readonly string[]> => {
      asked.length = 0;
      const { url } = await plex.resources.connect(server(...uris));
      return [url, ...origins()];
    };
    await connect(LOCAL, REMOTE);
    behaviours[LOCAL] = 'answers';
    now = 299_999;
    expect(await connect(LOCAL, REMOTE)).toEqual([REMOTE, REMOTE]);
    expect(await connect(LOCAL)).toEqual([LOCAL, LOCAL]);
    await plex.resources.connect(server(REMOTE));
    now += 300_000;
    expect(await connect(LOCAL, REMOTE)).toEqual([LOCAL, LOCAL]);
  });

  test('asks everywhere after five minutes, however often the address has answered since', async () => {
    const behaviours: Record<string, Behaviour> = { [REMOTE]: 'answers' };
    let now = 0;
    const { plex } = stage(behaviours, { clock: { now: () => now, sleep: () => new Promise(() => {}) } });
    await plex.resources.connect(server(LOCAL, REMOTE));
    behaviours[LOCAL] = 'answers';
    now = 240_000;
    await expect(plex.resources.connect(server(LOCAL, REMOTE))).resolves.toMatchObject({ url: REMOTE });
    now = 480_000;
    await expect(plex.resources.connect(server(LOCAL, REMOTE))).resolves.toMatchObject({ url: LOCAL });
  });

  test('gives an address five seconds when a timeout of undefined is passed on', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { plex, asked } = stage({ [LOCAL]: 'hangs' }, { timeout: 8000 });
    const outcome = rejection(plex.resources.connect(server(LOCAL), {}, { timeout: undefined }));
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked.every(({ signal }) => signal.aborted)).toBe(true);
    await expect(outcome).resolves.toBeInstanceOf(errors.ServerUnreachableError);
  });

  test('is remembered by clients that differ in their token alone', async () => {
    const behaviours: Record<string, Behaviour> = { [REMOTE]: 'answers' };
    const { plex, asked, origins } = stage(behaviours);
    await plex.withToken('canary-of-one').resources.connect(server(LOCAL, REMOTE));
    asked.length = 0;
    await plex.withToken('canary-of-another').resources.connect(server(LOCAL, REMOTE));
    expect(origins()).toEqual([REMOTE]);
  });

  test.each([
    ['a relay', RELAY, [LOCAL, RELAY]],
    ['plain http, where the server has https', 'http://local.example', [LOCAL, 'http://local.example']],
  ])('never remembers %s', async (_, winner, uris) => {
    const behaviours: Record<string, Behaviour> = { [winner]: 'answers' };
    const { plex } = stage(behaviours);
    await expect(plex.resources.connect(server(...uris))).resolves.toMatchObject({ url: winner });
    behaviours[LOCAL] = 'answers';
    await expect(plex.resources.connect(server(...uris))).resolves.toMatchObject({ url: LOCAL });
  });

  test('remembers plain http where a server has nothing else', async () => {
    const [one, other] = ['http://one.example', 'http://other.example'];
    const behaviours: Record<string, Behaviour> = { [other]: 'answers' };
    const { plex, asked, origins } = stage(behaviours);
    await plex.resources.connect(server(one, other));
    asked.length = 0;
    await plex.resources.connect(server(one, other));
    expect(origins()).toEqual([other]);
  });

  test('looks everywhere when the address of the last time is silent', async () => {
    const behaviours: Record<string, Behaviour> = { [REMOTE]: 'answers' };
    const { plex, pass } = stage(behaviours);
    await plex.resources.connect(server(LOCAL, REMOTE));
    behaviours[REMOTE] = 'hangs';
    behaviours[LOCAL] = 'answers';
    const found = plex.resources.connect(server(LOCAL, REMOTE));
    await settle();
    pass();
    await expect(found).resolves.toMatchObject({ url: LOCAL });
  });

  test('remembers a hundred servers, those it found last', async () => {
    const asked: string[] = [];
    const fetch: FetchLike = (url) => {
      const [machine = ''] = new URL(url).hostname.split('.');
      asked.push(machine);
      return machine === 'dead' ? Promise.reject(new TypeError('refused')) : Promise.resolve(answer(machine));
    };
    const { resources } = new PlexAPI({ fetch });
    const connect = (machine: string): Promise<unknown> => {
      const connections = [{ uri: 'https://dead.example', local: true }, { uri: `https://${machine}.example` }];
      return resources.connect({ clientIdentifier: machine, connections });
    };
    for (let each = 0; each <= 100; each += 1) await connect(`machine-${each}`);
    asked.length = 0;
    await connect('machine-1');
    expect(asked).toEqual(['machine-1']);
    await connect('machine-0');
    expect(asked.slice(1)).toEqual(['dead', 'machine-0']);
  });

  test('refuses what is no server, and what cannot be done, before anything is sent', async () => {
    const { plex, asked } = stage({});
    const refused = (...given: unknown[]): Promise<unknown> => rejection(callOf(plex.resources, 'connect', given));
    await expect(refused(undefined)).resolves.toMatchObject({ argument: 'server' });
    await expect(refused({ connections: [] })).resolves.toMatchObject({ argument: 'server.clientIdentifier' });
    await expect(refused(server(LOCAL), { headStart: -1 })).resolves.toMatchObject({ argument: 'input.headStart' });
    await expect(refused(server(LOCAL), {}, { timeout: 0 })).resolves.toMatchObject({ argument: 'timeout' });
    await expect(refused(server(LOCAL), {}, { fetch: 7 })).resolves.toMatchObject({ argument: 'fetch' });
    expect(asked).toEqual([]);
  });
});
