import { parse } from 'parse5';
import { describe, expect, test } from 'vitest';
import { openPlace, ways } from './asking.js';
import { readHtml } from './html.js';

/** Checks that an answer is a page, whole and in UTF-8. */
async function expectPage(response: Response, status: number): Promise<void> {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('text/html; charset=UTF-8');
  const html = new TextDecoder('utf-8', { fatal: true }).decode(await response.arrayBuffer());
  expect(html).toMatch(/^<!doctype html>/);
  const { errors, again } = readHtml(html);
  expect(errors).toEqual([]);
  // Written otherwise it is still the same: the parser has moved nothing.
  expect(shapeOf(again)).toEqual(shapeOf(html));
}

function shapeOf(html: string): unknown {
  return JSON.parse(JSON.stringify(parse(html), (key, value: unknown) => (key === 'parentNode' ? undefined : value)));
}

const hostile = '%22%3E%3C/title%3E%3Cscript%3E%26%27%00';

describe.each(ways)('%s', (way) => {
  test.each([
    ['/auth', 200],
    ['/link', 200],
    [`/link?pin=${hostile}`, 200],
    ['/auth/done?attempt=nobody', 404],
    ['/auth/allow', 404],
    ['/auth/sign-in', 404],
  ])('%s is a faultless page with %i', async (path, status) => {
    const place = await openPlace(way);
    await expectPage(await place.fetch(`${place.plexTv}${path}`, {}), status);
  });

  test('a sign-in is a faultless page at each of its steps, whatever the program calls itself', async () => {
    const place = await openPlace(way);
    const headers = { 'X-Plex-Client-Identifier': 'pages', accept: 'application/json' };
    const made = await place.fetch(`${place.plexTv}/api/v2/pins?strong=true`, { method: 'POST', headers });
    const { code } = Object(await made.json());
    const visitor = { cookie: `ticketstub-visitor=${'v'.repeat(43)}` };
    const send = async (path: string, fields: Record<string, string>): Promise<string> => {
      const body = new URLSearchParams(fields);
      const init = { method: 'POST', body, headers: visitor, redirect: 'manual' } as const;
      const response = await place.fetch(`${place.plexTv}${path}`, init);
      expect(response.status).toBe(303);
      return response.headers.get('location') ?? '';
    };
    const show = (path: string): Promise<Response> => place.fetch(`${place.plexTv}${path}`, { headers: visitor });
    const fragment = `#?code=${code}&context[device][product]=${hostile}&forwardUrl=http://127.0.0.1:9/%3Fa%26b`;
    const allow = await send('/auth', { fragment });
    const attempt = allow.replace(/^.*=/, '');
    const page = await show(allow.replace('allow', 'sign-in'));
    const csrf = /name="csrf" value="(\w+)"/.exec(await page.clone().text())?.[1] ?? '';
    await expectPage(page, 200);
    const guarded = { csrf, attempt };
    const failed = await send('/auth/sign-in', { ...guarded, login: 'nobody', password: 'nothing' });
    await expectPage(await show(failed), 401);
    const { email, password } = place.standIn.people.finn;
    await expectPage(await show(await send('/auth/sign-in', { ...guarded, login: email, password })), 401);
    const asked = await show(await send('/auth/sign-in', { ...guarded, person: 'dana' }));
    const account = /name="account" value="([\w-]+)"/.exec(await asked.clone().text())?.[1] ?? '';
    await expectPage(asked, 200);
    const done = await send('/auth/allow', { ...guarded, account, answer: 'allow' });
    expect(done).toContain('/auth/done');
    await expectPage(await show(done), 200);
  });
});
