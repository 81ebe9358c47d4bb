// Takes a lease so many times, against everybody who does the same, and writes into a journal when it had it. It dies with the last one.
import { appendFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileStore } from '@ticketstub/sdk/node';

const [directory, journal, times, ttl] = process.argv.slice(2);
const store = fileStore(directory);
const write = (entry) => appendFileSync(journal, `${JSON.stringify({ ...entry, holder: process.pid })}\n`);

for (let held = 0; held < Number(times);) {
  const until = Date.now() + Number(ttl);
  const lease = await store.lease('alice', Number(ttl));
  if (lease) {
    write({ taken: Date.now(), until });
    held += 1;
    await setTimeout(1);
    if (held === Number(times)) process.kill(process.pid, 'SIGKILL');
    write({ given: Date.now() });
    await lease.release();
  }
  await setTimeout(1);
}
