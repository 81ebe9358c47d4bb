// Starts a stand-in in a fresh process and times it, then its reset.
import { writeSync } from 'node:fs';

const [, , database] = process.argv;
const start = performance.now();
const { startStandIn } = await import('@ticketstub/standin');
const imported = performance.now();
const standIn = await startStandIn(database ? { database } : {});
const ready = performance.now() - imported;
const { token, username: login, password } = standIn.people.alice;
const headers = { 'X-Plex-Client-Identifier': 'ticketstub-bench' };
const account = `${standIn.endpoints.account}/user`;
const resets = [];
for (let index = 0; index < 20; index += 1) {
  const body = new URLSearchParams({ login, password });
  const signedIn = await standIn.fetch(`${account}s/signin`, { method: 'POST', headers, body });
  const seen = await standIn.fetch(account, { headers: { ...headers, 'X-Plex-Token': token } });
  if (signedIn.status !== 201 || seen.status !== 200) throw new Error(`${signedIn.status}, ${seen.status}`);
  const before = performance.now();
  standIn.control.reset();
  resets.push(performance.now() - before);
}
await standIn.close();
const { user, system } = process.cpuUsage();
writeSync(3, JSON.stringify({ load: imported - start, ready, resets, cpu: user + system }));
