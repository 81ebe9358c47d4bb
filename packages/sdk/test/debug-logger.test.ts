import { describe, expect, test } from 'vitest';
import { PlexAPI } from '../src/index.js';
import { fourCalls, repeatableCalls, signInCall, tokenDetails, transientCall } from './four-calls.js';
import { movableClock } from './movable-clock.js';
import { rejection, scene, SERVER, TOKEN } from './scene.js';

function listening(): { lines: string[]; debugLogger: { debug(line: string): void } } {
  const lines: string[] = [];
  return { lines, debugLogger: { debug: (line) => lines.push(line) } };
}

describe('the debug logger', () => {
  test.each(fourCalls)(
    'is told of $name in one line: what was asked and what came',
    async ({ make, success, name }) => {
      const { lines, debugLogger } = listening();
      const { plex, sent } = scene(success, { debugLogger });
      await make(plex);
      expect(lines).toHaveLength(1);
      for (const part of [
        name,
        sent[0]?.init.method ?? '?',
        sent[0]?.url ?? '?',
        `${success.status} application/json`,
      ]) {
        expect(lines[0]).toContain(part);
      }
    },
  );

  test('is told of each attempt, answered or not', async () => {
    const { lines, debugLogger } = listening();
    const turns = [{ status: 503 }, new TypeError('fetch failed'), tokenDetails.success];
    const retryConfig = { strategy: 'backoff', retryConnectionErrors: true } as const;
    const { plex } = scene(turns, { debugLogger, retryConfig, clock: movableClock() });
    await tokenDetails.make(plex);
    expect(lines.map((line) => /→ (\d+|no answer)/.exec(line)?.[1])).toEqual(['503', 'no answer', '200']);
  });

  test('is told no secret', async () => {
    const { lines, debugLogger } = listening();
    const echo = { contentType: `text/${TOKEN}`, status: 401, body: `${TOKEN} canary-password` };
    const { plex } = scene(echo, { debugLogger, serverURL: `${SERVER}/${TOKEN}` });
    for (const { make } of repeatableCalls) await rejection(make(plex));
    const source = `server://${TOKEN}`;
    await rejection(plex.authentication.getSourceConnectionInformation({ source }));
    const signIn = scene({ status: 401, contentType: 'text/canary-password' }, { debugLogger });
    await rejection(signInCall.make(signIn.plex, { serverURL: 'https://plex.example/canary-password' }));
    expect(lines).toHaveLength(5);
    expect(lines.join('\n')).not.toMatch(/canary-account-token|canary-password/);
  });

  test('that throws ends no call', async () => {
    const debug = (): never => {
      throw new Error('the disk is full');
    };
    const { plex } = scene(transientCall.success, { debugLogger: { debug } });
    await expect(transientCall.make(plex)).resolves.toMatchObject({ statusCode: 200 });
  });

  test('stays with the client that withToken makes', async () => {
    const { lines, debugLogger } = listening();
    const { fetch } = scene(tokenDetails.success);
    await tokenDetails.make(new PlexAPI({ debugLogger, fetch }).withToken('another'));
    expect(lines).toHaveLength(1);
  });
});
