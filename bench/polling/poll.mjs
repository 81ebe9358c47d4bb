// Waits for a PIN as one client does, in a process of its own, and says what that cost.
import { identity } from '../contenders/exchange.mjs';

process.on('message', (message) => void answer(message));

let contender;
let origin;

async function answer(message) {
  try {
    process.send(message.origin ? await begin(message) : await wait(message));
  } catch (error) {
    process.send({ failure: String(error?.stack ?? error) });
  }
}

async function begin({ name, origin: given }) {
  origin = given;
  contender = (await import('./waiting.mjs'))[name](origin);
  return { ready: true };
}

/** So many questions about one PIN, a second apart or one right after another. */
async function wait({ questions, isPaced }) {
  const pin = await create();
  const before = process.cpuUsage();
  const start = performance.now();
  const asked = await contender(pin, { questions, pause: isPaced ? 1000 : 0 });
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { asked, ms, cpu: user + system };
}

async function create() {
  const headers = { Accept: 'application/json', 'X-Plex-Client-Identifier': identity.clientID };
  const response = await fetch(`${origin}/api/v2/pins?strong=true`, { method: 'POST', headers });
  const { id, code } = await response.json();
  return { id, code };
}
