import { cpus, loadavg } from 'node:os';
import { type Spread, spread } from './statistics.js';

/** How much of the machine others used while something was measured. */
export interface Noise {
  /** The load average over one minute when it began. */
  readonly load: number;
  /** The share of all CPU time that others used, round by round. */
  readonly others: Spread;
}

/** Watches the machine, round by round. */
export interface Watch {
  /** Ends a round, in which the bench itself used so many microseconds, its coordinator not counted. */
  round(own: number): void;
  noise(): Noise;
}

/** Begins to watch. */
export function watchMachine(): Watch {
  const [load = 0] = loadavg();
  const shares: number[] = [];
  let before = used();
  return {
    round: (own) => {
      const now = used();
      const others = (now.busy - before.busy) * 1000 - (now.own - before.own) - own;
      shares.push(Math.max(0, others / ((now.all - before.all) * 1000)));
      before = now;
    },
    noise: () => ({ load, others: spread(shares) }),
  };
}

function used(): { all: number; busy: number; own: number } {
  const times = cpus().map((cpu) => cpu.times);
  const all = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  const idle = times.reduce((sum, time) => sum + time.idle, 0);
  const own = process.cpuUsage();
  return { all, busy: all - idle, own: own.user + own.system };
}
