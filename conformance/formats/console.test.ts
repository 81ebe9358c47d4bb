import { type StandIn, startStandIn } from '@ticketstub/standin';
import { parse, parseFragment, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { describe, expect, onTestFinished, test } from 'vitest';

/** A page, its files and what they hold, without what is shown on it. */
const BUDGET = 30 * 1024;

const HOSTILE = `"><script>alert(1)</script>&copy;<!--]]>' onclick=x \u0001\u202E\uFFFF\u2028`;

async function open(): Promise<StandIn<string>> {
  const standIn = await startStandIn({ listen: false, control: true });
  onTestFinished(() => standIn.close());
  return standIn;
}

async function textAt(standIn: StandIn<string>, path: string, init?: RequestInit): Promise<string> {
  return (await standIn.fetch(`${standIn.url}${path}`, init)).text();
}

/** Fills every list the console shows, with names nobody kind would choose. */
async function fill(standIn: StandIn<string>): Promise<void> {
  const { alice } = standIn.people;
  const who = new URLSearchParams({ 'X-Plex-Client-Identifier': HOSTILE, 'X-Plex-Product': HOSTILE });
  await textAt(standIn, `/api/v2/pins?${who}`, { method: 'POST' });
  await textAt(standIn, `/api/v2/pins?strong=true&${who}`, { method: 'POST' });
  await textAt(
    standIn,
    `/${encodeURIComponent(HOSTILE)}?${encodeURIComponent(HOSTILE)}=${encodeURIComponent(HOSTILE)}`,
  );
  const headers = { 'X-Plex-Token': alice?.token ?? '' };
  await standIn.fetch(`${standIn.servers[0]?.url}/security/token?type=delegation&scope=all`, { headers });
  const signIn = new URLSearchParams({ login: 'bruno@example.com', password: 'bruno-kite-52' });
  await textAt(standIn, `/api/v2/users/signin?${who}`, { method: 'POST', body: signIn });
  standIn.control.setAddress(HOSTILE, { ip: '203.0.113.7', country: 'SE' });
  standIn.control.failNext({ operation: 'ping', status: 503, retryAfter: 3, delay: 2000, times: 4 });
  standIn.control.failNext({ operation: 'getPin', garbage: true });
}

function errorsIn(html: string, read: typeof parse | typeof parseFragment = parse): string[] {
  const errors: string[] = [];
  read(html, { onParseError: ({ code, startLine }) => void errors.push(`${code} in line ${startLine}`) });
  return errors;
}

function elementsOf(node: Tree.Node): Tree.Element[] {
  const children = 'childNodes' in node ? node.childNodes.flatMap(elementsOf) : [];
  return 'tagName' in node ? [node, ...children] : children;
}

function idsIn(html: string): string[] {
  return elementsOf(parse(html)).flatMap(({ attrs }) =>
    attrs.filter(({ name }) => name === 'id').map(({ value }) => value),
  );
}

describe.each([
  ['with nothing in it yet', async (): Promise<void> => {}],
  ['full of strangers', fill],
])('the console, %s,', (_, prepare) => {
  test('is a faultless page in which each id stands once, and each label names a field', async () => {
    const standIn = await open();
    await prepare(standIn);
    const page = await textAt(standIn, '/console');
    expect(errorsIn(page)).toEqual([]);
    const ids = idsIn(page);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    const elements = elementsOf(parse(page));
    const named = elements.filter(({ tagName }) => tagName === 'label').flatMap(({ attrs }) => attrs);
    expect(named.filter(({ value }) => !ids.includes(value))).toEqual([]);
    expect(elements.filter(({ tagName }) => tagName === 'script')).toHaveLength(1);
    expect(elements.flatMap(({ attrs }) => attrs).filter(({ name }) => /^on|^style$/.test(name))).toEqual([]);
  });

  test('streams faultless pieces of a page', async () => {
    const standIn = await open();
    await prepare(standIn);
    const response = await standIn.fetch(`${standIn.url}/console/log`);
    const reader = response.body?.getReader();
    const first = await reader?.read();
    await reader?.cancel();
    const piece = Buffer.from(first?.value ?? []).toString();
    const data = [...piece.matchAll(/^data: (.*)$/gm)].map(([, line]) => line).join('\n');
    expect(errorsIn(`<ol>${data}</ol>`, parseFragment)).toEqual([]);
    expect(['<script>', '\u0001', '\u202E'].filter((part) => data.includes(part))).toEqual([]);
  });
});

test('page, stylesheets and script come to no more than 30 KiB without what is shown', async () => {
  const people = {
    solo: { id: 1, uuid: '0'.repeat(16), username: 's', title: 's', email: 's@example.com', clientIdentifier: 's' },
  };
  const standIn = await startStandIn({ listen: false, control: true, seed: { people, servers: [] } });
  onTestFinished(() => standIn.close());
  const files = ['/console', '/console/style.css', '/console/console.js'];
  const sizes = await Promise.all(files.map(async (path) => Buffer.byteLength(await textAt(standIn, path))));
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(BUDGET);
});
