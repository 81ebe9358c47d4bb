import type { Section, Stage } from '../play.js';
import { shows } from '../wire.js';

/** What went over the wire in all, what did not get out, and how to go on by hand. */
export const closing: Section = {
  title: 'In the end',
  async play(stage) {
    await countRequests(stage);
    await lookForSecrets(stage);
    await goOnByHand(stage);
  },
};

async function countRequests({ scene, step }: Stage): Promise<void> {
  await step({ title: 'Requests' }, async (show) => {
    const { bySDK, byDemo } = scene.wire.counts();
    const seen = scene.requests().length;
    show.fact('sent by the SDK', bySDK, { is: seen - byDemo });
    show.fact('sent by the demo itself', byDemo, { is: seen - bySDK, note: 'to ask whose a token is' });
    show.fact('counted by the stand-ins', seen, { is: bySDK + byDemo });
  });
}

async function lookForSecrets({ scene, step, printed }: Stage): Promise<void> {
  await step({ title: 'Tokens, passwords and codes' }, async (show) => {
    const secrets = scene.wire.secrets();
    const addresses = scene.wire.addresses().map(decodeURIComponent);
    const inAddresses = secrets.filter((secret) => addresses.some((address) => shows(address, secret)));
    const inPrint = secrets.filter((secret) => shows(printed(), secret));
    show.fact('that crossed the wire', `${secrets.length}`, { is: /^[1-9]\d+$/, note: 'tokens are new at each run' });
    show.fact('in the address of a request', inAddresses.length, {
      is: 0,
      note: 'but as pin= and deviceJWT=',
    });
    show.fact('printed above', inPrint.length, { is: 0 });
  });
}

async function goOnByHand({ scene, step }: Stage): Promise<void> {
  await step({ title: 'Try it yourself, while this is up' }, async (show) => {
    await show.command(`${scene.attic.url}/identity`, '200 application/json');
  });
}
