import type { Question } from './credentials/keychain.js';

const SERVICE = 'ticketstub';

/**
 * Answers one question about a key, and what is asked over a channel stands in no command line. What is kept in the keychain is
 * a key of 32 bytes, never a token: the credentials that it seals are files, for a keychain knows no compare-and-set and no
 * leases, and that of Windows takes 2,560 bytes at most, which a few JWTs outgrow.
 */
async function answerOne(): Promise<void> {
  // Optional: there may be no build of it for this system.
  const { AsyncEntry } = await import('@napi-rs/keyring');
  process.once('message', (question: Question) => {
    // The default falls back on the kernel's keyring, which forgets all it has when the machine is started anew.
    const entry = new AsyncEntry(SERVICE, question.id, { linux: { store: 'secret-service' } });
    void answer(entry, question).then((key) => process.send?.(key), fail);
  });
  process.send?.('ready');
}

async function answer(
  entry: InstanceType<typeof import('@napi-rs/keyring').AsyncEntry>,
  question: Question,
): Promise<Uint8Array | null> {
  if (question.what === 'keep') await entry.setSecret(question.key);
  if (question.what === 'forget') await entry.deleteCredential();
  const key = await entry.getSecret();
  return key && Uint8Array.from(key);
}

/** It ends once nobody can ask it any more; whoever has asked sees that it does. */
function fail(): void {
  process.exitCode = 1;
  if (process.connected) process.disconnect?.();
}

void answerOne().catch(fail);
