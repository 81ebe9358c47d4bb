import http from 'node:http';
import net, { type Socket } from 'node:net';
import { startStandIn } from '@ticketstub/standin';
import { expect, onTestFinished, test } from 'vitest';
import { clientThrough } from './through-a-proxy.js';

/** A proxy on the loopback interface that opens tunnels, and where to. */
async function startProxy(): Promise<{ url: string; tunnels: string[] }> {
  const tunnels: string[] = [];
  const sockets = new Set<Socket>();
  const proxy = http.createServer();
  proxy.on('connect', ({ url = '' }, socket) => {
    tunnels.push(url);
    const { hostname, port } = new URL(`http://${url}`);
    const onward = net.connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    sockets.add(onward);
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.closeAllConnections();
    proxy.close();
  });
  const address = proxy.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, tunnels };
}

test('clientThrough reaches Plex through the proxy and no other way', async () => {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  const { url, tunnels } = await startProxy();
  const { alice } = standIn.people;
  const plex = clientThrough(url, { endpoints: standIn.endpoints, accessToken: alice.token });
  const { userPlexAccount } = await plex.authentication.getTokenDetails();
  expect(userPlexAccount.uuid).toBe(alice.uuid);
  expect(tunnels).toEqual([new URL(standIn.endpoints.account).host]);
});
