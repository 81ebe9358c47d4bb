import { spawn } from 'node:child_process';
import { once } from 'node:events';
import https from 'node:https';
import net from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { nodeTransport } from '@ticketstub/sdk/node';
import { PlexAPI } from '@ticketstub/sdk';
import { describe, expect, onTestFinished, test } from 'vitest';
import { root } from '../../tools/repository.js';
import { CERTIFICATE, KEY } from '../../packages/sdk/test/certificate.js';
import { ACCOUNT, type Server, serve, wholeAnswer } from './servers.js';

const runtimes = join(root, 'conformance/runtimes/node_modules');
const nodes = [
  ['22', join(runtimes, 'node22/bin/node')],
  ['24', join(runtimes, 'node24/bin/node')],
] as const;
const transports = ['the global fetch', 'the node transport'] as const;

/** What the program prints in an environment of its own, with nothing of ours but the path. */
async function run(node: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn(node, [join(import.meta.dirname, 'account.mjs'), ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return printed;
}

/** A proxy that answers itself what it is asked to fetch, and opens no tunnel but to this server. */
function serveProxy(behind: Server): Promise<Server> {
  return serve((socket, head) => {
    if (!head.startsWith('CONNECT ')) return void socket.write(wholeAnswer());
    const onward = net.connect(behind.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.removeAllListeners('data');
      socket.pipe(onward).pipe(socket);
    });
  });
}

/** A name that no resolver knows: only a proxy can reach it. */
const BEYOND = 'http://plex.invalid/api/v2';

describe.each(nodes)('on Node %s', (_, node) => {
  describe.each(transports)('%s', (transport) => {
    test('goes by the proxy of the environment where Node is told to', async () => {
      const proxy = await serveProxy(await serve((socket) => void socket.write(wholeAnswer())));
      const env = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy.url };
      expect(await run(node, [BEYOND, transport], env)).toBe('a-uuid');
      expect(proxy.heads[0]).toMatch(/^(GET http:\/\/plex\.invalid\/api\/v2\/user|CONNECT plex\.invalid:80) /);
    });

    test('goes straight to what NO_PROXY names', async () => {
      const server = await serve((socket) => void socket.write(wholeAnswer()));
      const proxy = await serveProxy(server);
      const env = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' };
      expect(await run(node, [server.url, transport], env)).toBe('a-uuid');
      expect([server.heads.length, proxy.heads.length]).toEqual([1, 0]);
    });

    test('heeds no proxy of the environment where Node is not told to', async () => {
      const server = await serve((socket) => void socket.write(wholeAnswer()));
      const proxy = await serveProxy(server);
      expect(await run(node, [server.url, transport], { HTTP_PROXY: proxy.url })).toBe('a-uuid');
      expect([server.heads.length, proxy.heads.length]).toEqual([1, 0]);
    });
  });
});

/** A server with a certificate that nobody knows, and a file with that certificate. */
async function serveSecurely(): Promise<{ url: string; file: string }> {
  const server = https.createServer(
    { key: KEY, cert: CERTIFICATE },
    (_request, response) => void response.end(ACCOUNT),
  );
  const folder = mkdtempSync(join(tmpdir(), 'ticketstub-ca-'));
  const file = join(folder, 'ca.pem');
  writeFileSync(file, CERTIFICATE);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });
  const address = server.address();
  return { url: `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, file };
}

describe.each([['20', process.execPath], ...nodes] as const)('with an authority of its own, on Node %s', (_, node) => {
  test.each(transports)('%s trusts what NODE_EXTRA_CA_CERTS adds, and nothing unknown', async (transport) => {
    const { url, file } = await serveSecurely();
    expect(await run(node, [url, transport], { NODE_EXTRA_CA_CERTS: file })).toBe('a-uuid');
    expect(await run(node, [url, transport], {})).toMatch(/^CONNECTION_FAILED: /);
  });
});

test('the node transport trusts its own `ca`, and a connection is kept', async () => {
  const { url } = await serveSecurely();
  const fetch = nodeTransport({ ca: CERTIFICATE });
  onTestFinished(() => fetch.close());
  const { authentication } = new PlexAPI({ accessToken: 'a-token', endpoints: { account: url }, fetch });
  const answers = [await authentication.getTokenDetails(), await authentication.getTokenDetails()];
  expect(answers.map(({ userPlexAccount }) => userPlexAccount.uuid)).toEqual(['a-uuid', 'a-uuid']);
});
