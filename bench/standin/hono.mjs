// One bare route of Hono on its Node server, with the same body and nothing to decide.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

process.on('message', (message) => void answer(message));

async function answer({ body }) {
  if (!body) return process.send({ cpu: cpu() });
  // The stand-in's own copies.
  const require = createRequire(import.meta.resolve('@ticketstub/standin'));
  const [{ Hono }, { serve }] = await Promise.all(
    ['hono', '@hono/node-server'].map((name) => import(pathToFileURL(require.resolve(name)).href)),
  );
  const app = new Hono();
  app.get('/api/v2/user', (context) => context.body(body, 200, { 'Content-Type': 'application/json; charset=utf-8' }));
  serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
    process.send({ origin: `http://127.0.0.1:${port}` }),
  );
  return undefined;
}

function cpu() {
  const { user, system } = process.cpuUsage();
  return user + system;
}
