// Load on kept connections, one request at a time on each, as cheap as it gets so that the server is what is measured.
import { connect } from 'node:net';

process.on('message', (message) => void answer(message));

async function answer(work) {
  try {
    process.send(await load(work));
  } catch (error) {
    process.send({ failure: String(error?.stack ?? error) });
  }
}

async function load({ origin, token, lanes, ms }) {
  const { hostname, port } = new URL(origin);
  const named = `Accept: application/json\r\nX-Plex-Client-Identifier: ticketstub-bench\r\nX-Plex-Token: ${token}`;
  const request = Buffer.from(`GET /api/v2/user HTTP/1.1\r\nHost: ${hostname}:${port}\r\n${named}\r\n\r\n`);
  let requests = 0;
  const before = process.cpuUsage();
  const start = performance.now();
  const end = start + ms;
  const again = () => {
    requests += 1;
    return performance.now() < end;
  };
  await Promise.all(Array.from({ length: lanes }, () => lane({ hostname, port, request, again })));
  const elapsed = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { requests, ms: elapsed, cpu: user + system };
}

function lane({ hostname, port, request, again }) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port, noDelay: true });
    let missing = 0;
    socket.on('error', reject);
    socket.on('connect', () => socket.write(request));
    socket.on('data', (piece) => {
      missing = missing === 0 ? bytesOf(piece) - piece.length : missing - piece.length;
      if (missing > 0) return;
      if (again()) socket.write(request);
      else socket.destroy();
    });
    socket.on('close', resolve);
  });
}

/** The length of the whole answer that begins here; its headers come in one piece. */
function bytesOf(piece) {
  const end = piece.indexOf('\r\n\r\n');
  const head = piece.latin1Slice(0, end);
  const length = /\r\ncontent-length: (\d+)/i.exec(head);
  if (!head.startsWith('HTTP/1.1 200 ') || !length) throw new Error(`An answer that was not expected: ${head}`);
  return end + 4 + Number(length[1]);
}
