// Writes and removes without end, and prints what it is about to do and what it has done.
import { writeSync } from 'node:fs';
import { fileStore } from '@ticketstub/sdk/node';

const [directory, self] = process.argv.slice(2);
const store = fileStore(directory);
const credential = { schema: 1, kind: 'account-token', clientID: 'here' };

async function act(deed, work) {
  writeSync(1, `${JSON.stringify({ ...deed, done: false })}\n`);
  await work();
  writeSync(1, `${JSON.stringify({ ...deed, done: true })}\n`);
}

for (let turn = 1; ; turn += 1) {
  for (const name of [`${self}-kept`, `${self}-${turn}`]) {
    await act({ name, turn }, () => store.write(name, { ...credential, turn }));
  }
  const name = `${self}-${turn - 1}`;
  if (turn > 1) await act({ name }, () => store.remove(name));
}
