// Starts workerd in the folder of a bundled worker, has it run the suite in the world that is the last argument, ends it.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';

const [workerd, config, world] = argv.slice(2);
const { version } = JSON.parse(readFileSync(join(workerd, '../../package.json'), 'utf8'));
const child = spawn(workerd, ['serve', config, '--control-fd=3'], { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
try {
  const port = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (status) => reject(new Error(`workerd ended with ${status}`)));
    child.stdio[3].on('data', (told) => {
      const [, found] = /"event":"listen".*"port":(\d+)/.exec(String(told)) ?? [];
      if (found) resolve(found);
    });
  });
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: world });
  const outcomes = await response.json();
  process.stdout.write(`\nOUTCOMES ${JSON.stringify({ version, outcomes })}\n`);
} finally {
  child.kill();
}
