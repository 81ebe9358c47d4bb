import { writeSync } from 'node:fs';

/** Tells at the very end, on a descriptor of its own, what the process has used. */
export function tellUsage() {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeSync(3, JSON.stringify({ cpu: userCPUTime + systemCPUTime, maxRSS }));
  });
}
