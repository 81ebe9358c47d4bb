import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWorld, parsed } from './world.js';

test('dev --json prints one line when it is ready, and Ctrl-C is how it ends', async () => {
  await using world = await openWorld({ listen: false });
  const dev = world.start(['dev', '--json']);
  const [line] = await dev.printed(/.*\n/);
  const ready = parsed(line);
  expect(ready).toEqual({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    console: expect.stringMatching(/\/console$/),
    servers: [
      { name: 'Attic', url: expect.any(String), machineIdentifier: 'a771c0000000000000000000000000000000a771' },
      { name: 'Cellar', url: expect.any(String), machineIdentifier: 'ce11a00000000000000000000000000000000ce1' },
    ],
    people: expect.arrayContaining([
      { name: 'alice', login: 'alice@example.com', password: 'attic-lamp-41', twoFactor: false },
      { name: 'carla', login: null, password: null, twoFactor: false },
      { name: 'finn', login: 'finn@example.com', password: 'finn-oak-96', twoFactor: true },
    ]),
  });
  const url = /"url":"([^"]+)"/.exec(line)?.[1] ?? '';
  const env = { PLEX_URL: url };
  const login = ['login', '--with-password', 'alice@example.com'];
  expect((await world.run(login, { env, stdin: 'attic-lamp-41\n' })).code).toBe(0);
  expect((await world.run(['servers'], { env })).stdout).toContain('Attic');
  expect((await fetch(`${url}/console`)).status).toBe(200);
  dev.child.kill('SIGINT');
  expect(await dev.ended).toEqual({ code: 0, stdout: line, stderr: '' });
  await expect(fetch(url)).rejects.toThrow(TypeError);
});

test('dev says where everything is, who is there, and what to type next, on 80 columns', async () => {
  await using world = await openWorld({ listen: false });
  const dev = world.start(['dev']);
  const [, url = ''] = await dev.printed(/export PLEX_URL=(\S+)\n {2}ticketstub login\n\nCtrl-C ends it\.\n/);
  dev.child.kill('SIGTERM');
  const { code, stdout } = await dev.ended;
  expect(code).toBe(0);
  expect(stdout).toContain(`console  ${url}/console\n`);
  expect(stdout).toContain('not affiliated with or endorsed by Plex');
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('dev keeps everything in a database, and begins with a seed of one’s own', async () => {
  await using world = await openWorld({ listen: false });
  const database = join(world.home, 'plex.sqlite');
  const seed = join(world.home, 'seed.json');
  const zoe = {
    id: 7,
    uuid: '20e0000000000007',
    username: 'zoe',
    title: 'zoe',
    email: 'zoe@example.com',
    password: 'zoe-zebra-1',
  };
  await writeFile(seed, JSON.stringify({ people: { zoe: { ...zoe, clientIdentifier: 'zoe-zebra' } }, servers: [] }));
  const dev = world.start(['dev', '--json', '--database', database, '--seed', seed]);
  const [line] = await dev.printed(/.*\n/);
  expect(line).toContain('"name":"zoe"');
  dev.child.kill('SIGINT');
  expect((await dev.ended).code).toBe(0);
});

test('dev says which option it cannot use, and that a port is taken', async () => {
  await using world = await openWorld({ listen: false });
  for (const port of ['x', '70000', '-1']) expect((await world.run(['dev', '--port', port])).code).toBe(2);
  expect((await world.run(['dev', '--seed', join(world.home, 'none.json')])).code).toBe(2);
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? `${address.port}` : '';
  const { code, stderr } = await world.run(['dev', '--port', port]);
  server.close();
  expect(code).toBe(1);
  expect(stderr).toMatch(/✗ Cannot listen on .*\n {2}next: ticketstub dev with another --port\n$/);
});
