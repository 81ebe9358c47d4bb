import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { errors, type FetchLike, PlexAPI } from '../src/index.js';
import { parseRetryAfter } from '../src/transport/retry-after.js';
import { signInCall, sourceCall, tokenDetails, transientCall } from './four-calls.js';
import { callUnchecked, scene, type Sent, SERVER } from './scene.js';

/** Text of every kind. */
const words = fc.string({ unit: 'binary', minLength: 1 });

/** What was sent, or nothing at all for arguments that are refused. Any other failure is none of the two. */
async function sentOrRefused(call: (fetch: FetchLike) => Promise<unknown>): Promise<Sent | undefined> {
  const { sent, fetch } = scene({ body: { ...Object(tokenDetails.success.body), ...Object(sourceCall.success.body) } });
  try {
    await call(fetch);
  } catch (error) {
    if (error instanceof errors.InvalidArgumentError && sent.length === 0) return undefined;
    throw error;
  }
  return sent[0];
}

describe('an address', () => {
  test('carries any source to the server and changes nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(words, fc.option(fc.boolean(), { nil: undefined }), async (source, refresh) => {
        const { plex, sent } = scene(sourceCall.success);
        await plex.authentication.getSourceConnectionInformation({ source, refresh });
        const url = new URL(sent[0]?.url ?? '');
        expect(url.origin + url.pathname + url.hash).toBe(`${SERVER}/security/resources`);
        expect(url.searchParams.getAll('source')).toEqual([source]);
        expect([...url.searchParams.keys()].length).toBe(refresh === undefined ? 1 : 2);
      }),
    );
  });

  test('carries any type and scope to the server', async () => {
    await fc.assert(
      fc.asyncProperty(words, words, async (type, scope) => {
        const { plex, sent } = scene(transientCall.success);
        await callUnchecked(plex, 'getTransientToken', { type, scope });
        const url = new URL(sent[0]?.url ?? '');
        expect(url.origin + url.pathname + url.hash).toBe(`${SERVER}/security/token`);
        expect([...url.searchParams]).toEqual([
          ['type', type],
          ['scope', scope],
        ]);
      }),
    );
  });

  test('is that of the server, however it was given, or refused', async () => {
    const part = fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.webUrl(), fc.string());
    await fc.assert(
      fc.asyncProperty(part, async (serverURL) => {
        const sent = await sentOrRefused((fetch) =>
          sourceCall.make(new PlexAPI({ fetch, serverURL: SERVER }), { serverURL }),
        );
        const base = URL.canParse(serverURL) ? new URL(serverURL) : new URL(SERVER);
        const expected = `${base.origin}${base.pathname.replace(/\/+$/, '')}/security/resources?source=server%3A%2F%2Fattic`;
        expect(sent?.url).toBe(sent && expected);
      }),
    );
  });

  test('of parts leads to that host and no other, or is refused', async () => {
    const parts = fc.record({
      ip: fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain(), fc.string()),
      port: fc.option(fc.oneof(fc.nat(99_999), fc.string()), { nil: undefined }),
      protocol: fc.constantFrom('http', 'https', undefined),
    } as const);
    await fc.assert(
      fc.asyncProperty(parts, async ({ ip, port, protocol }) => {
        const sent = await sentOrRefused((fetch) => sourceCall.make(new PlexAPI({ ip, port, protocol, fetch })));
        const host = ip.includes(':') && !ip.startsWith('[') ? `[${ip}]` : ip;
        const origin = sent && new URL(`${protocol ?? 'https'}://${host}:${port ?? 32_400}`).origin;
        expect(sent?.url).toBe(origin && `${origin}/security/resources?source=server%3A%2F%2Fattic`);
      }),
    );
  });
});

describe('a form', () => {
  test('carries any login, password and code, and no other field', async () => {
    await fc.assert(
      fc.asyncProperty(words, words, words, async (login, password, verificationCode) => {
        const { plex, sent } = scene(signInCall.success);
        await plex.authentication.postUsersSignInData({ requestBody: { login, password, verificationCode } });
        const form = Object.fromEntries(new URLSearchParams(sent[0]?.init.body ?? ''));
        expect(form).toEqual({ login, password, rememberMe: 'false', verificationCode });
      }),
    );
  });
});

describe('a header', () => {
  test('holds the bytes of any name, or the name is refused', async () => {
    await fc.assert(
      fc.asyncProperty(words, async (deviceName) => {
        const sent = await sentOrRefused((fetch) => tokenDetails.make(new PlexAPI({ deviceName, fetch })));
        const header = sent?.init.headers['X-Plex-Device-Name'];
        const held = header === undefined ? undefined : Buffer.from(header, 'latin1').toString('utf8');
        expect(held).toBe(/\p{Cc}/u.test(deviceName) ? undefined : deviceName);
        expect(() => new Headers({ name: header ?? '' })).not.toThrow();
      }),
    );
  });

  test('holds any token that may be one, and nothing of any other', async () => {
    const tokens = fc.oneof(words, fc.stringMatching(/^[!-~]+$/));
    await fc.assert(
      fc.asyncProperty(tokens, async (token) => {
        const sent = await sentOrRefused((fetch) =>
          tokenDetails.make(new PlexAPI({ accessToken: () => token, fetch })),
        );
        expect(sent?.init.headers['X-Plex-Token']).toBe(/^[!-~]+$/.test(token) ? token : undefined);
      }),
    );
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2031, 0, 1);

  test('in seconds is read as they are', () => {
    fc.assert(
      fc.property(fc.nat(), (seconds) => {
        expect(parseRetryAfter(String(seconds), now)).toBe(seconds);
      }),
    );
  });

  test('as a date is the seconds until then, and none once it is over', () => {
    const between = { min: new Date(now - 10 ** 9), max: new Date(now + 10 ** 12), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(between), (date) => {
        const second = Math.floor(date.getTime() / 1000) * 1000;
        expect(parseRetryAfter(date.toUTCString(), now)).toBe(Math.max(0, (second - now) / 1000));
      }),
    );
  });

  test('of any other text is a number of seconds or nothing, never anything else', () => {
    const junk = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[A-Z][a-z]{2}, .{0,30} GMT$/),
      fc.stringMatching(/^[\d.eE+-]+$/),
    );
    fc.assert(
      fc.property(junk, (value) => {
        const seconds = parseRetryAfter(value, now);
        expect(seconds === undefined || seconds >= 0).toBe(true);
      }),
    );
  });
});
