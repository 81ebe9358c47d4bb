import { errors, type PlexAPIOptions } from '@ticketstub/sdk';
import { expect, test } from 'vitest';
import { callAsAlice, rejection } from '../four-calls.js';
import type { Open } from '../world.js';
import type { Row } from './row.js';

/** The argument that these options are refused for, before anything is sent. */
async function refusedFor(open: Open, options: object): Promise<string> {
  await using world = await open();
  const client: PlexAPIOptions = { serverURL: undefined, ...options };
  const error = await rejection((async () => callAsAlice(world, 'getTransientToken', { client }))());
  if (world.sent.length > 0) return 'nothing: it was sent';
  return error instanceof errors.InvalidArgumentError ? error.argument : 'nothing: it was let through';
}

const inParts: Row['kind'] = (open) =>
  test('with the other two leads to the server', async () => {
    await using world = await open();
    const { protocol, hostname, port } = new URL(world.attic);
    expect(protocol).toBe('http:');
    for (const given of [port, Number(port)]) {
      const client = { serverURL: undefined, protocol: 'http', ip: hostname, port: given } as const;
      const { statusCode } = await callAsAlice(world, 'getTransientToken', { client });
      expect(statusCode).toBe(200);
    }
  });

/** Which server: by address or in parts, on the client or for one call. */
export const serverRows: readonly Row[] = [
  {
    id: 'server.serverURL',
    kind: (open) =>
      test('is a base, text or URL, with or without a slash at its end', async () => {
        await using world = await open();
        for (const serverURL of [world.attic, `${world.attic}/`, new URL(world.attic)]) {
          const { statusCode } = await callAsAlice(world, 'getTransientToken', { client: { serverURL } });
          expect(statusCode).toBe(200);
        }
        expect(new Set(world.sent.map(({ url }) => url)).size).toBe(1);
        const behind = callAsAlice(world, 'getTransientToken', {
          client: { serverURL: `${world.attic}/behind/a/proxy` },
        });
        await expect(behind).rejects.toMatchObject({ code: 'NOT_FOUND' });
        expect(world.sent.at(-1)?.url).toMatch(/\/behind\/a\/proxy\/security\/token\?/);
      }),
    unkind: (open) =>
      test('is never guessed: without one nothing is sent', async () => {
        expect(await refusedFor(open, {})).toMatch(/^serverURL$/);
        expect(await refusedFor(open, { serverURL: 'http://user:canary@attic.invalid' })).toMatch(/^serverURL$/);
        expect(await refusedFor(open, { serverURL: 'attic' })).toMatch(/^serverURL$/);
      }),
  },
  {
    id: 'server.protocol',
    kind: inParts,
    unkind: (open) =>
      test('must be http or https', async () => {
        expect(await refusedFor(open, { protocol: 'ftp', ip: '192.0.2.1' })).toMatch(/protocol/);
      }),
  },
  {
    id: 'server.ip',
    kind: inParts,
    unkind: (open) =>
      test('must be an address and nothing else', async () => {
        expect(await refusedFor(open, { ip: '192.0.2.1/evil?' })).toMatch(/ip/);
      }),
  },
  {
    id: 'server.port',
    kind: inParts,
    unkind: (open) =>
      test('must be a number', async () => {
        expect(await refusedFor(open, { ip: '192.0.2.1', port: '32400/evil' })).toMatch(/port/);
      }),
  },
  {
    id: 'server.serverURL of a call',
    kind: (open) =>
      test('beats the client’s', async () => {
        await using world = await open();
        await callAsAlice(world, 'getTransientToken', { options: { serverURL: world.cellar } });
        expect(world.standIn.control.requests()[0]).toMatchObject({ host: 'Cellar', status: 200 });
      }),
    unkind: (open) =>
      test('may hold no query, where a token would leak', async () => {
        await using world = await open();
        const options = { serverURL: `${world.attic}/?X-Plex-Token=canary` };
        const error = await rejection(callAsAlice(world, 'getTransientToken', { options }));
        expect(error).toMatchObject({ name: 'InvalidArgumentError', argument: 'serverURL' });
        expect(String(error)).not.toContain('canary');
        expect(world.sent).toEqual([]);
      }),
  },
];
