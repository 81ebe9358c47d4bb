import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { startStandIn } from '@ticketstub/standin';
import { describe, expect, test } from 'vitest';
import { root } from '../../tools/repository.js';
import { codes, found, homePin, passwords, shown, tokens } from './canaries.js';

const identity = { accept: 'application/json', 'X-Plex-Client-Identifier': 'canary-test' };

interface Asked {
  readonly method?: string;
  readonly body?: string | URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Shows a plex.tv and a media server every planted secret, everywhere a request has room for one. */
async function showEverything(plexTv: string, server: string): Promise<void> {
  const ask = async (url: string, init: Asked = {}): Promise<void> => {
    const answer = await fetch(url, { ...init, headers: { ...identity, ...init.headers } });
    await answer.arrayBuffer();
  };
  const paths = [`${plexTv}/api/v2/user`, `${plexTv}/api/v2/ping`, `${server}/`, `${server}/identity`];
  const security = [
    `${server}/security/token?type=delegation&scope=all`,
    `${server}/security/resources?source=server://x`,
  ];
  for (const token of Object.values(tokens)) {
    const query = new URLSearchParams({ 'X-Plex-Token': token, scope: token, source: `server://${token}` }).toString();
    for (const url of [...paths, ...security]) {
      const headers = { authorization: `Bearer ${token}`, cookie: `token=${token}`, referer: `${url}?token=${token}` };
      await ask(url, { headers: { ...headers, 'X-Plex-Token': token } });
      await ask(`${url}${url.includes('?') ? '&' : '?'}${query}`);
    }
    await ask(`${server}/${encodeURIComponent(token)}?${encodeURIComponent(token)}=1`, { method: 'PUT' });
    await ask(`${plexTv}/api/v2/pins/${encodeURIComponent(token)}`);
    const claim = new URLSearchParams({ token }).toString();
    await ask(`${server}/myplex/claim?${claim}`, { method: 'POST' });
    await ask(`${plexTv}/api/v2/home/users/0123456789abcdef/switch?pin=${homePin}`, {
      method: 'POST',
      headers: { 'X-Plex-Token': token },
    });
    await ask(`${plexTv}/api/v2/users/signout`, { method: 'DELETE', headers: { 'X-Plex-Token': token } });
  }
  for (const password of passwords) {
    for (const verificationCode of codes) {
      const fields = { login: 'finn@example.com', password, verificationCode };
      const url = `${plexTv}/api/v2/users/signin`;
      await ask(url, { method: 'POST', body: new URLSearchParams(fields) });
      const json = { 'content-type': 'application/json' };
      await ask(url, { method: 'POST', body: JSON.stringify(fields), headers: json });
      await ask(url, { method: 'POST', body: `{"password": ${JSON.stringify(password)}, broken`, headers: json });
      await ask(`${url}?${new URLSearchParams(fields).toString()}`, { method: 'POST' });
    }
  }
}

/** Everything the control says over HTTP, to good requests and to bad ones that hold a secret. */
async function controlAnswers(plexTv: string): Promise<string[]> {
  const at = async (path: string, body?: object): Promise<string> => {
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(`${plexTv}/_standin/${path}`, body === undefined ? {} : post);
    return `${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`;
  };
  const secret = tokens.awkward;
  return Promise.all([
    ...['requests', 'people', 'servers', 'clock', encodeURIComponent(secret)].map((path) => at(path)),
    at('fail-next', { operation: secret, status: secret, retryAfter: secret }),
    at('restart-server', { server: secret }),
    at('breach', { person: secret }),
    at('remove-access', { person: secret, server: secret }),
    at('set-address', { clientIdentifier: 'canary-test', ip: secret, country: secret }),
    at('advance-clock', { ms: secret }),
    at(`requests?token=${encodeURIComponent(secret)}`),
  ]);
}

/** Everything the console says, and what it says to forms that hold a secret. */
async function consoleAnswers(plexTv: string): Promise<string[]> {
  const page = await (await fetch(`${plexTv}/console`)).text();
  const [, csrf = ''] = /name="csrf" value="(.+?)"/.exec(page) ?? [];
  const secret = tokens.awkward;
  const send = async (action: string, names: readonly string[]): Promise<string> => {
    const body = new URLSearchParams({ csrf, ...Object.fromEntries(names.map((name) => [name, secret])) });
    const answer = await fetch(`${plexTv}/console/${action}`, { method: 'POST', body });
    return `${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`;
  };
  const answers = await Promise.all([
    send('fail-next', ['operation', 'kind', 'status', 'retryAfter']),
    send('restart-server', ['server']),
    send('breach', ['person']),
    send('remove-access', ['person', 'server']),
    send('remove-device', ['person', 'clientIdentifier']),
    send('claim-pin', ['pin', 'person']),
    send('set-address', ['ip', 'country']),
    send('advance-clock', ['hours']),
    send(encodeURIComponent(secret), ['csrf']),
  ]);
  return [page, ...answers];
}

function output(child: ChildProcess): { text(): string } {
  const pieces: string[] = [];
  const add = (piece: unknown): void => void pieces.push(String(piece));
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return { text: () => pieces.join('') };
}

async function until(condition: () => boolean, child: ChildProcess): Promise<void> {
  while (!condition()) {
    if (child.stdout === null) throw new TypeError('no output');
    await once(child.stdout, 'data');
  }
}

describe('the stand-in shows no secret', () => {
  test('in its list of requests and its answers over HTTP', async () => {
    await using standIn = await startStandIn({ control: true });
    await showEverything(standIn.url, standIn.servers[0]?.url ?? '');
    const requests = standIn.control.requests();
    expect(requests.length).toBeGreaterThan(50);
    expect(found(shown(requests))).toEqual([]);
    expect(found(shown(standIn.control))).toEqual([]);
    const answers = await controlAnswers(standIn.url);
    expect(answers.filter((answer) => found(answer).length > 0)).toEqual([]);
    const known = Object.values(standIn.people).flatMap(({ token, password, serverTokens }) => [
      token,
      ...(password === '' ? [] : [password]),
      ...Object.values(serverTokens),
    ]);
    const spoken = [...answers, shown(requests)].join('\n');
    expect(known.filter((secret) => spoken.includes(secret))).toEqual([]);
  });

  test('in its console, but for the passwords of its people, who are invented', async () => {
    await using standIn = await startStandIn({ control: true });
    await showEverything(standIn.url, standIn.servers[0]?.url ?? '');
    const answers = await consoleAnswers(standIn.url);
    expect(answers.filter((answer) => found(answer).length > 0)).toEqual([]);
    const people = Object.values(standIn.people);
    const known = people.flatMap(({ token, serverTokens }) => [token, ...Object.values(serverTokens)]);
    expect(known.filter((secret) => answers.join('\n').includes(secret))).toEqual([]);
    expect(standIn.control.requests().filter(({ path }) => path.startsWith('/console'))).toEqual([]);
  });

  test('in its request list of what signed in, and of the transient tokens that were made', async () => {
    await using standIn = await startStandIn({ listen: false });
    const { finn, alice } = standIn.people;
    const code = finn.totp?.() ?? '';
    const fields = { login: finn.email, password: finn.password, verificationCode: code };
    const url = 'https://plex.tv/api/v2/users/signin';
    const signedIn = await standIn.fetch(url, { method: 'POST', headers: identity, body: new URLSearchParams(fields) });
    expect(signedIn.status).toBe(201);
    const minted = await standIn.fetch(`${standIn.servers[0]?.url}/security/token?type=delegation&scope=all`, {
      headers: { ...identity, 'X-Plex-Token': alice.token },
    });
    const [, transient = 'none'] = /"token":"(.+?)"/.exec(await minted.text()) ?? [];
    const [, fresh = 'none'] = /"authToken":"(.+?)"/.exec(await signedIn.text()) ?? [];
    const spoken = shown(standIn.control.requests());
    const secrets = [finn.password, code, fresh, transient, alice.token];
    expect(secrets.filter((secret) => spoken.includes(secret))).toEqual([]);
  });

  test('on its terminal, whatever it is asked', async () => {
    const command = resolve(root, 'packages/standin/dist/bin.js');
    const child = spawn(process.execPath, [command, '--control', '--rate-limits'], { stdio: 'pipe' });
    const ended = once(child, 'exit');
    const printed = output(child);
    try {
      await until(() => printed.text().includes('Try it'), child);
      const greeting = printed.text();
      const plexTv = /plex\.tv\s+(\S+)/.exec(greeting)?.[1] ?? '';
      const attic = /Attic\s+(\S+)/.exec(greeting)?.[1] ?? '';
      await showEverything(plexTv, attic);
      await controlAnswers(plexTv);
      // What it was started with is told once, so that people can sign in; nothing is told of what it is sent.
      expect(found(printed.text())).toEqual([]);
      expect(printed.text()).toBe(greeting);
    } finally {
      child.kill();
      await ended;
    }
  });

  test('on its terminal, of arguments and seeds it cannot use', async () => {
    const command = resolve(root, 'packages/standin/dist/bin.js');
    for (const args of [[`--port=${tokens.opaque}`], [`--errors=${tokens.opaque}`]]) {
      const child = spawn(process.execPath, [command, ...args], { stdio: 'pipe' });
      const printed = output(child);
      const [exitCode] = await once(child, 'close');
      expect(exitCode).toBe(2);
      expect(found(printed.text())).toEqual([]);
    }
  });

  test('in the mistakes it finds in a seed, a value of it', async () => {
    const alice = {
      id: 1,
      uuid: tokens.opaque,
      username: 'alice',
      title: 'alice',
      email: passwords[1],
      password: passwords[2],
      passwordHash: tokens.awkward,
      totpSecret: tokens.opaque,
      pin: tokens.opaque,
      clientIdentifier: '',
    };
    const refused: unknown = await startStandIn({
      listen: false,
      seed: JSON.parse(JSON.stringify({ people: { alice }, servers: [] })),
    }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'INVALID_SEED' });
    expect(found(shown(refused))).toEqual([]);
  });
});
