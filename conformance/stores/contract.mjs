// Holds the file store to the whole contract, in the runtime that runs this, and prints how many promises it kept and which not.
import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { fileStore } from '@ticketstub/sdk/node';
import { credentialStoreContract } from '@ticketstub/sdk/store-contract';

async function make() {
  const directory = await mkdtemp(join(tmpdir(), 'ticketstub-contract-'));
  return {
    store: fileStore(directory),
    other: fileStore(directory),
    elapse: setTimeout,
    async damage(name) {
      for (const file of await readdir(directory, { recursive: true })) {
        const path = join(directory, file);
        const named = file.endsWith('.jsonl') && (await readFile(path, 'utf8')).includes(`"${name}"`);
        if (named) await truncate(path, 40);
      }
    },
    close: () => rm(directory, { recursive: true }),
  };
}

const broken = [];
const promises = credentialStoreContract(make, { leaseTTL: 2000 });
for (const { title, run } of promises) {
  try {
    await run();
  } catch (error) {
    broken.push(`${title}: ${error.message}`);
  }
}
process.stdout.write(JSON.stringify({ promises: promises.length, broken }));
