import { expect, onTestFinished, test } from 'vitest';
import { type StandIn, startStandIn } from '../src/index.js';
import { ask, askPlexTv, start } from './asking.js';

/** Somebody who follows the log. */
interface Reader {
  /** The next piece that tells of a request or of another log. */
  told(): Promise<string>;
  /** The next piece, whatever it is. */
  piece(): Promise<string | undefined>;
  leave(): Promise<void>;
}

async function follow(standIn: StandIn, from = '', headers: Record<string, string> = {}): Promise<Reader> {
  const response = await ask(standIn, `${standIn.url}/console/log?after=${from}`, {
    accept: 'text/event-stream',
    headers,
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const reader = response.body?.getReader();
  const piece = async (): Promise<string | undefined> => {
    const read = await reader?.read();
    return read?.value === undefined ? undefined : Buffer.from(read.value).toString();
  };
  const told = async (): Promise<string> => {
    for (;;) {
      const next = await piece();
      if (next === undefined) throw new Error('The stream has ended');
      if (/^event: (?:requests|anew)$/m.test(next)) return next;
    }
  };
  return { told, piece, leave: async () => reader?.cancel() };
}

function ids(piece: string): string[] {
  return [...piece.matchAll(/<li id="(r\d+)"/g)].map(([, id = '']) => id);
}

function bookmarkIn(piece: string): string {
  return /^id: (\S+)$/m.exec(piece)?.[1] ?? '';
}

test('whoever follows the log is told of each request, and where to go on', async () => {
  const standIn = await start({ control: true });
  const reader = await follow(standIn);
  const first = await reader.told();
  expect(first).toContain('event: anew');
  await askPlexTv(standIn, '/ping', { token: standIn.people.alice.token });
  const second = await reader.told();
  expect(second).toContain('event: requests');
  expect(second).toContain('/api/v2/ping');
  expect(ids(second)).toEqual(['r1']);
  await reader.leave();
  await askPlexTv(standIn, '/ping');
  const again = await follow(standIn, '', { 'last-event-id': bookmarkIn(second) });
  expect(ids(await again.told())).toEqual(['r2']);
  await again.leave();
});

test('many requests are told of together, the last of them when there were too many', async () => {
  const standIn = await start({ control: true });
  const reader = await follow(standIn);
  await reader.told();
  for (let count = 0; count < 400; count += 1) await askPlexTv(standIn, '/ping');
  const told: string[] = [];
  let last = '';
  while (!told.includes('r400')) {
    last = await reader.told();
    told.push(...ids(last));
  }
  expect(told.length).toBeLessThanOrEqual(400);
  const slow = await follow(standIn);
  const all = await slow.told();
  expect([ids(all).length, ids(all)[0]]).toEqual([300, 'r400']);
  expect(all).toContain('100 requests before these are not shown');
  await Promise.all([reader.leave(), slow.leave()]);
});

test('after a reset the reader begins again', async () => {
  const standIn = await start({ control: true });
  await askPlexTv(standIn, '/ping');
  const reader = await follow(standIn);
  const bookmark = bookmarkIn(await reader.told());
  standIn.control.reset();
  const anew = await reader.told();
  expect(anew).toContain('event: anew');
  expect(ids(anew)).toEqual([]);
  expect(bookmarkIn(anew)).not.toBe(bookmark);
  await reader.leave();
});

test('what the control does is told of, though no request was made', async () => {
  const standIn = await start({ control: true });
  const reader = await follow(standIn);
  await reader.piece();
  standIn.control.setAddress('c', { ip: '::1', country: 'SE' });
  const piece = await reader.piece();
  expect(piece).toContain('event: state');
  expect(piece).not.toContain('event: requests');
  await reader.leave();
});

test('who hears nothing for fifteen seconds is told that the stream is alive', async () => {
  const standIn = await start({ control: true });
  const reader = await follow(standIn);
  await reader.piece();
  const next = reader.piece();
  standIn.control.advanceClock(15_000);
  expect(await next).toContain('event: state');
  await reader.leave();
});

test('the stream ends when the stand-in is closed', async () => {
  const standIn = await start({ control: true });
  const reader = await follow(standIn);
  await reader.piece();
  const next = reader.piece();
  await standIn.close();
  expect(await next).toBeUndefined();
});

test('a reader over a socket sees a request as it happens, and is let go with the stand-in', async () => {
  const standIn = await startStandIn({ control: true });
  onTestFinished(() => standIn.close());
  const leaving = new AbortController();
  const response = await fetch(`${standIn.url}/console/log`, { signal: leaving.signal });
  const reader = response.body?.getReader();
  await reader?.read();
  await fetch(`${standIn.url}/api/v2/ping`);
  let text = '';
  while (!text.includes('/api/v2/ping')) text += Buffer.from((await reader?.read())?.value ?? []).toString();
  expect(text).toContain('event: requests');
  leaving.abort();
  await expect(reader?.read()).rejects.toThrow('aborted');
});
