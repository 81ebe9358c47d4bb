import { expect, test } from 'vitest';
import type { StandIn } from '../src/index.js';
import { askPlexTv, at, start, textAt } from './asking.js';
import { openBrowser } from './browser.js';

const CLIENT = 'a-television';

async function madePin(standIn: StandIn, query = ''): Promise<{ id: string; code: string }> {
  const response = await askPlexTv(standIn, `/pins${query}`, { method: 'POST', client: CLIENT });
  const pin: unknown = await response.json();
  return { id: String(at(pin, 'id')), code: textAt(pin, 'code') };
}

test('four characters let a program in, whatever their case', async () => {
  const standIn = await start();
  const browser = openBrowser(standIn);
  const { id, code } = await madePin(standIn);
  const page = await browser.open('/link');
  const spaced = ` ${code.slice(0, 2).toLowerCase()}-${code.slice(2)} `;
  const asked = await browser.send(page, '/link', { code: spaced });
  const picked = await browser.send(asked, '/auth/sign-in', { person: 'dana' });
  const done = await browser.send(picked, '/auth/allow', { answer: 'allow' });
  expect(done.html).toContain('You can close this page.');
  const pin: unknown = await (await askPlexTv(standIn, `/pins/${id}`, { client: CLIENT })).json();
  expect(at(pin, 'authToken')).toEqual(expect.any(String));
});

test.each(['/link?pin=AB12', '/link/?pin=AB12', '/pin?pin=AB12'])(
  '%s holds the code already [link.prefilled] [link.old-path]',
  async (path) => {
    const standIn = await start();
    const { status, html } = await openBrowser(standIn).open(path);
    expect([status, html]).toEqual([200, expect.stringContaining('value="AB12"')]);
    expect(JSON.stringify(standIn.control.requests())).not.toContain('AB12');
  },
);

test('what an address would put into the page is escaped', async () => {
  const standIn = await start();
  const { html } = await openBrowser(standIn).open('/link?pin=%22%3E%3Cscript%3E');
  expect(html).toContain('value="&quot;&gt;&lt;script&gt;"');
});

test('a strong code, one that is none, and one nobody shows are refused [link.refuses-strong]', async () => {
  const standIn = await start();
  const browser = openBrowser(standIn);
  const { code } = await madePin(standIn, '?strong=true');
  const page = await browser.open('/link');
  const refusals = { [code]: 'too long', 'AB!2': 'four letters and digits', ZZZZ: 'No app waits' };
  for (const [typed, words] of Object.entries(refusals)) {
    const shown = await browser.send(page, '/link', { code: typed });
    expect([shown.status, shown.html]).toEqual([404, expect.stringContaining(words)]);
    expect(shown.html).not.toContain(typed);
  }
});

test('what was wrong with a code is said once', async () => {
  const standIn = await start();
  const browser = openBrowser(standIn);
  const { code } = await madePin(standIn);
  const page = await browser.send(await browser.open('/link'), '/link', { code: 'ZZZZ' });
  expect([page.status, page.html]).toEqual([404, expect.stringContaining('role="alert"')]);
  const next = await browser.open(`/link/?pin=${code}`);
  expect([next.status, next.html]).toEqual([200, expect.not.stringContaining('role="alert"')]);
  const picked = await browser.send(next, '/link', { code });
  expect(picked.status).toBe(200);
});

test('a code that was mistyped leaves whoever is signed in signed in', async () => {
  const standIn = await start();
  const browser = openBrowser(standIn);
  const { code } = await madePin(standIn);
  const asked = await browser.send(await browser.open('/link'), '/link', { code });
  await browser.send(asked, '/auth/sign-in', { person: 'dana' });
  const page = await browser.send(await browser.open('/link'), '/link', { code: 'ZZZZ' });
  const again = await browser.send(page, '/link', { code });
  expect(again.html).toContain('You are <strong>dana-reef</strong>');
});

test('codes cannot be tried without end when requests are limited', async () => {
  const standIn = await start({ rateLimits: true });
  const browser = openBrowser(standIn);
  const page = await browser.open('/link');
  const statuses: number[] = [];
  let shown = page;
  for (let time = 0; time < 21; time += 1) {
    shown = await browser.send(page, '/link', { code: 'ZZZZ' });
    statuses.push(shown.status);
  }
  expect([...new Set(statuses)]).toEqual([404, 429]);
  expect(shown.headers.get('retry-after')).toBe('5');
});
