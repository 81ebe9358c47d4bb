import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { StandIn } from '../src/index.js';
import { askPlexTv, at, refusal, start, textAt } from './asking.js';
import { makeDevice, register } from './device.js';

/** A request whose body comes in only after something else has happened. */
interface Slow {
  readonly path: string;
  readonly method: string;
  readonly contentType: string;
  readonly body: string;
}

async function askSlowly(
  standIn: StandIn,
  { path, method, contentType, body }: Slow,
  happens: () => void,
): Promise<Response> {
  const { token, clientIdentifier } = standIn.people.dana;
  const sent = new TransformStream<Uint8Array, Uint8Array>();
  const headers = { accept: 'application/json', 'content-type': contentType };
  const named = { 'X-Plex-Token': token, 'X-Plex-Client-Identifier': clientIdentifier };
  const init = { method, headers: { ...headers, ...named }, body: sent.readable, duplex: 'half' } as const;
  const answer = standIn.fetch(`https://plex.tv/api/v2${path}`, init);
  // Long enough to be let in, were it let in before its body is there.
  await pause(20);
  happens();
  const writer = sent.writable.getWriter();
  await Promise.all([writer.write(Buffer.from(body)).then(() => writer.close()), answer]);
  return answer;
}

const ends: Readonly<Record<string, (standIn: StandIn) => void>> = {
  'a breach': ({ control }) => control.breach('dana'),
  'its device is removed': ({ control, people }) =>
    control.removeDevice({ person: 'dana', clientIdentifier: people.dana.clientIdentifier }),
};

test.each(Object.entries(ends))(
  'a token that dies by %s while a body comes in registers no key [token.breach-ends-all] [devices.removal-ends-token]',
  async (_, end) => {
    const standIn = await start();
    const { jwk } = await makeDevice('a-key');
    const slow = { path: '/auth/jwk', method: 'POST', contentType: 'application/json', body: JSON.stringify({ jwk }) };
    expect(await refusal(await askSlowly(standIn, slow, () => end(standIn)))).toEqual([401, 1001]);
    const { token } = standIn.people.alice;
    expect((await register(standIn, jwk, { token })).status).toBe(201);
  },
);

test.each(Object.entries(ends))(
  'a token that dies by %s while a body comes in signs nobody in [token.breach-ends-all] [devices.removal-ends-token]',
  async (_, end) => {
    const standIn = await start();
    const made: unknown = await (await askPlexTv(standIn, '/pins', { method: 'POST', client: 'a-program' })).json();
    const contentType = 'application/x-www-form-urlencoded';
    const slow = { path: '/pins/link', method: 'PUT', contentType, body: `code=${textAt(made, 'code')}` };
    expect(await refusal(await askSlowly(standIn, slow, () => end(standIn)))).toEqual([401, 1001]);
    const pin: unknown = await (
      await askPlexTv(standIn, `/pins/${String(at(made, 'id'))}`, { client: 'a-program' })
    ).json();
    expect(at(pin, 'authToken')).toBeNull();
  },
);
