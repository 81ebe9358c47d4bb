// The answering server, in a process of its own: four answers made beforehand, and nothing that decides.
import { createServer } from 'node:http';

process.on('message', ({ answers }) => {
  if (!answers) return process.send({ cpu: cpu() });
  const ready = new Map(
    answers.map(({ path, status, type, body }) => [path, { status, type, bytes: Buffer.from(body) }]),
  );
  // Connections outlive the turns of the other clients.
  const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
    request.resume();
    request.on('end', () => {
      const { status, type, bytes } = ready.get(request.url.split('?', 1)[0]) ?? missing;
      response.writeHead(status, { 'Content-Type': type, 'Content-Length': bytes.length });
      response.end(bytes);
    });
  });
  server.listen(0, '127.0.0.1', () => process.send({ origin: `http://127.0.0.1:${server.address().port}` }));
  return undefined;
});

const missing = { status: 404, type: 'text/plain', bytes: Buffer.from('no such answer') };

function cpu() {
  const { user, system } = process.cpuUsage();
  return user + system;
}
