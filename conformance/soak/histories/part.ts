import { Broken, type Part } from '../part.js';
import { search } from './search.js';

/** Histories of one search: a longer search says nothing that the next one does not. */
const RUNS = 8;

/** Random histories, in the stand-in and in a model that was written from the ledger: both know which tokens are alive. */
export const histories: Part = {
  name: 'histories',
  share: 2,
  async run(soaking) {
    let played = 0;
    do {
      for (const way of ['in process', 'over sockets'] as const) {
        const disagreement = await search({ seed: soaking.random.int(0, 0x7f_ff_ff_ff), runs: RUNS, steps: 30, way });
        if (disagreement !== undefined) throw new Broken(disagreement);
        played += RUNS;
        soaking.report({ histories: played });
        soaking.say(`${played} histories, no disagreement`);
      }
    } while (soaking.hasTime());
  },
};
