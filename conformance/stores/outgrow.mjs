// Writes more than it may, and prints what it is told of that, and what is there then.
import { fileStore } from '@ticketstub/sdk/node';

const [directory] = process.argv.slice(2);
const store = fileStore(directory);
const credential = { schema: 1, kind: 'account-token', clientID: 'here', token: 'first' };
await store.write('alice', credential);
const large = { ...credential, token: 'second', padding: 'x'.repeat(2 ** 17) };
const codes = [];
for (const name of ['alice', 'bruno']) {
  try {
    await store.write(name, large);
  } catch ({ code, cause }) {
    codes.push(code, cause.code, cause.message);
  }
}
const tokens = [(await store.read('alice'))?.credential.token, (await store.read('bruno'))?.credential.token ?? null];
process.stdout.write(JSON.stringify({ codes, tokens }));
