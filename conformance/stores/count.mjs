// Adds one to what is stored, so many times, against everybody who does the same, and prints the versions that it gave.
import process from 'node:process';
import { fileStore } from '@ticketstub/sdk/node';

const [directory, times] = process.argv.slice(2);
const store = fileStore(directory);
const versions = [];
while (versions.length < Number(times)) {
  const { credential, version: ifVersion } = await store.read('counter');
  try {
    versions.push(await store.write('counter', { ...credential, count: credential.count + 1 }, { ifVersion }));
  } catch (error) {
    if (error.code !== 'STORE_CONFLICT') throw error;
  }
}
process.stdout.write(JSON.stringify(versions));
