import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { DOOR, listening, runProgram } from './redirected.js';

// Each test starts processes: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });

const ALICE = 'alice-attic';

/** What each program begins with: a hard-coded address, and readers of an answer and of a failure. */
const PRELUDE = `
  const address = 'https://plex.tv/api/v2/user';
  const headers = { 'X-Plex-Token': process.env.TOKEN, Accept: 'application/json' };
  const say = (text) => process.stdout.write(text + '\\n');
  const read = (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part) => (text += part)).on('end', () => say(JSON.parse(text).username));
  };
`;

test.each([
  ['fetch', `say((await (await fetch(address, { headers })).json()).username);`],
  ['fetch of a Request', `say((await (await fetch(new Request(address, { headers }))).json()).username);`],
  ['https.get', `import https from 'node:https'; https.get(address, { headers }, read);`],
  ['a named import of get', `import { get } from 'https'; get(new URL(address), { headers }, read);`],
  ['options', `import { get } from 'https'; get({ hostname: 'plex.tv', path: '/api/v2/user', headers }, read);`],
  [
    'a host in capitals, with a dot and a port',
    `import { get } from 'https'; get({ host: 'PLEX.TV.', port: 8443, path: '/api/v2/user', headers }, read);`,
  ],
  [
    'an agent and a Host header of its own',
    `import { Agent, request } from 'node:https';
     const own = { headers: { ...headers, Host: 'plex.tv' }, agent: new Agent({ keepAlive: true }) };
     request(address, own, read).end();`,
  ],
  [
    'a request line for a proxy',
    `import { get } from 'node:http'; get({ host: 'proxy.invalid', path: address, headers }, read);`,
  ],
])('a program with a hard-coded address reaches the stand-in by %s', async (_, program) => {
  const { env } = await listening();
  expect(await runProgram(PRELUDE + program, { env })).toEqual({ code: 0, stdout: `${ALICE}\n`, stderr: '' });
});

test('so does one that requires, and one whose redirect is required', async () => {
  const { env } = await listening();
  const program = `${PRELUDE} const { get } = require('https'); get(address, { headers }, read);`;
  const flags = ['--input-type=commonjs'];
  for (const load of ['--import', '--require']) {
    const { code, stdout } = await runProgram(program, { env, flags: [...flags, load, DOOR] });
    expect({ code, stdout }, load).toEqual({ code: 0, stdout: `${ALICE}\n` });
  }
});

test('method, headers and body arrive as they were sent, by fetch and by node:https', async () => {
  const { standIn, env } = await listening();
  const program = `${PRELUDE}
    import { request } from 'node:https';
    const own = { ...headers, 'X-Plex-Client-Identifier': 'client', 'Content-Type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ login: process.env.LOGIN, password: process.env.PASSWORD });
    const signIn = 'https://clients.plex.tv/api/v2/users/signin';
    say((await (await fetch(signIn, { method: 'POST', headers: own, body })).json()).username);
    request(signIn, { method: 'POST', headers: own }, read).end(body.toString());`;
  const { email: LOGIN, password: PASSWORD } = standIn.people.alice;
  const ended = await runProgram(program, { env: { ...env, LOGIN, PASSWORD } });
  expect(ended).toEqual({ code: 0, stdout: `${ALICE}\n${ALICE}\n`, stderr: '' });
  expect(standIn.control.requests().map(({ method, status }) => [method, status])).toEqual([
    ['POST', 201],
    ['POST', 201],
  ]);
});

test('a proxy named in the environment is not asked, where Node heeds one', async () => {
  const { env } = await listening();
  const nowhere = 'http://127.0.0.1:9';
  const proxies = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, NO_PROXY: '' };
  const program = `${PRELUDE}
    import { get } from 'node:https';
    say((await (await fetch(address, { headers })).json()).username);
    get(address, { headers }, read);`;
  expect((await runProgram(program, { env: { ...env, ...proxies } })).stdout).toBe(`${ALICE}\n${ALICE}\n`);
});

test('an answer keeps the address that was asked, so that its redirects are followed to the stand-in too', async () => {
  const { env } = await listening();
  const program = `${PRELUDE} const answer = await fetch(address, { headers }); say(answer.url);`;
  expect((await runProgram(program, { env })).stdout).toBe('https://plex.tv/api/v2/user\n');
});

test.each([
  [
    'https.get',
    `import { get } from 'https'; get(address, read).on('error', ({ code, message }) => say(code + message));`,
  ],
  ['fetch', `await fetch(address).catch(({ cause: { code, message } }) => say(code + message));`],
])('a host of plex.tv that nobody plays is refused by name and not asked: %s', async (_, program) => {
  const { standIn, env } = await listening();
  const there = PRELUDE.replace('plex.tv/api/v2/user', 'metadata.provider.plex.tv/library?X-Plex-Token=planted');
  expect(await runProgram(there + program, { env })).toEqual({
    code: 0,
    stdout: 'NOT_PLAYEDThe stand-in does not play metadata.provider.plex.tv, and nothing was sent there\n',
    stderr: '',
  });
  expect(standIn.control.requests()).toEqual([]);
});

test.each([
  ['TLS', `import { connect } from 'node:tls'; connect(443, 'plex.tv').on('error', fail);`],
  [
    'TLS by another address',
    `import { connect } from 'tls'; connect({ host: '::1', servername: 'plex.tv' }).on('error', fail);`,
  ],
  ['a plain socket', `import { connect } from 'node:net'; connect(80, 'plex.tv').on('error', fail);`],
  ['HTTP/2', `import { connect } from 'node:http2'; connect('https://app.plex.tv').on('error', fail);`],
  [
    'a tunnel',
    `import { request } from 'node:http';
     request({ method: 'CONNECT', host: 'proxy.invalid', path: 'plex.tv:443' }).on('error', fail).end();`,
  ],
])('a connection that is not redirected is refused: %s', async (_, program) => {
  const { env } = await listening();
  const ended = await runProgram(`const fail = ({ code }) => process.stdout.write(code); ${program}`, { env });
  expect(ended).toEqual({ code: 0, stdout: 'NOT_REDIRECTED', stderr: '' });
});

test('everything else goes where it was sent', async () => {
  const { env } = await listening();
  const server = createServer((_, response) => void response.end('{"username":"elsewhere"}')).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const program = `${PRELUDE}
    import http, { get, globalAgent } from 'node:http';
    const there = 'http://127.0.0.1:${port}/';
    say((await (await fetch(there)).json()).username);
    say(String(http.globalAgent === globalAgent));
    get(there, { agent: globalAgent }, read);`;
  expect((await runProgram(program, { env })).stdout).toBe('elsewhere\ntrue\nelsewhere\n');
});

test('imported twice, and by another copy, it is there once', async () => {
  const { env } = await listening();
  const program = `
    const { get } = await import('node:https');
    await import(new URL('?again', import.meta.resolve('${DOOR}')));
    process.stdout.write(String(get === (await import('node:https')).get));`;
  expect((await runProgram(program, { env })).stdout).toBe('true');
});

test.each([
  ['as it is', '{}'],
  ['without flags', '{ execArgv: [] }'],
  ['with an environment of its own', '{ env: { ...process.env } }'],
])('a worker thread given as text is redirected too, %s', async (_, options) => {
  const { env } = await listening();
  const work = `import('worker_threads').then(async ({ parentPort }) =>
    parentPort.postMessage((await fetch('https://plex.tv/api/v2/user')).status))`;
  const program = `
    import { Worker } from 'node:worker_threads';
    const thread = new Worker(${JSON.stringify(work)}, { eval: true, ...${options} });
    thread.on('message', (status) => process.stdout.write(String(status)));`;
  const loads = [{ env }, { env: { ...env, NODE_OPTIONS: `--import ${DOOR}` }, flags: [] }];
  const ended = await Promise.all(loads.map((load) => runProgram(program, load)));
  for (const one of ended) expect(one).toEqual({ code: 0, stdout: '401', stderr: '' });
});

test('with NODE_OPTIONS, child processes are redirected too', async () => {
  const { env } = await listening();
  const work = `fetch('https://plex.tv/api/v2/user').then(({ status }) => console.log(status))`;
  const program = `
    import { execFileSync } from 'node:child_process';
    process.stdout.write(execFileSync(process.execPath, ['-e', ${JSON.stringify(work)}]));`;
  const ended = await runProgram(program, { env: { ...env, NODE_OPTIONS: `--import ${DOOR}` }, flags: [] });
  expect(ended).toMatchObject({ code: 0, stdout: '401\n' });
});

test.each([
  [undefined, 'URL_MISSING', 'TICKETSTUB_URL is not set'],
  ['', 'URL_MISSING', 'TICKETSTUB_URL is not set'],
  ['planted', 'URL_INVALID', 'is no URL'],
  ['ftp://127.0.0.1', 'URL_INVALID', 'is neither http nor https'],
  ['http://planted:planted@127.0.0.1', 'URL_INVALID', 'holds credentials'],
  ['http://127.0.0.1/planted', 'URL_INVALID', 'has a path, a query or a fragment'],
  ['http://127.0.0.1/?planted', 'URL_INVALID', 'has a path, a query or a fragment'],
  ['https://Plex.TV.', 'URL_INVALID', 'leads to Plex itself'],
])('with TICKETSTUB_URL %s nothing runs, and the message says why', async (url, code, why) => {
  const env = url === undefined ? {} : { TICKETSTUB_URL: url };
  const ended = await runProgram(`process.stdout.write('ran')`, { env });
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toContain(why);
  expect(ended.stderr).toContain(`code: '${code}'`);
  expect(ended.stderr).not.toContain('planted');
});
