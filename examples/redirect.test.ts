import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type StandIn, startStandIn } from '@ticketstub/standin';
import { afterEach, beforeEach, expect, test } from 'vitest';

const run = promisify(execFile);
const program = join(import.meta.dirname, 'hard-coded.mjs');
let standIn: StandIn;

beforeEach(async () => {
  standIn = await startStandIn();
});

afterEach(() => standIn.close());

test('a program that asks https://plex.tv asks the stand-in', async () => {
  const { alice } = standIn.people;
  const env = { ...process.env, TICKETSTUB_URL: standIn.url };

  const { stdout } = await run('node', ['--import', '@ticketstub/standin/redirect', program, alice.token], { env });

  expect(stdout).toBe(alice.username);
  expect(standIn.control.requests()).toHaveLength(1);
});
