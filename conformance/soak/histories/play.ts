import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disagreements } from './agree.js';
import { drawPairs } from './device-jwts.js';
import { DeviceModel } from './device-model.js';
import { happen } from './happen.js';
import { household } from './household.js';
import { TokenModel } from './model.js';
import { PinModel } from './pin-model.js';
import { pinDisagreements } from './pins.js';
import type { Play, Tally } from './scene.js';
import { SignInModel } from './sign-in-model.js';
import { Stage, type Way } from './stage.js';
import type { History } from './step.js';

/** Plays a history on a stand-in and in the model, counting what is done; the first step after which the two disagree, in words. */
export async function play(history: History, way: Way, tally: Tally = new Map()): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ticketstub-history-'));
  try {
    await using stage = await Stage.open(way, { database: join(folder, 'standin.db'), errors: history.errors });
    return await playOn(stage, history, tally);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function playOn(stage: Stage, { errors, steps }: History, tally: Tally): Promise<string[]> {
  const members = household(stage.standIn);
  const now = { from: stage.now(), to: stage.now() };
  const devices = new DeviceModel();
  const scene: Play = {
    stage,
    tokens: new TokenModel(members, devices, now),
    devices,
    pairs: drawPairs(),
    signIns: new SignInModel(members),
    pins: new PinModel(),
    errors,
    tally,
  };
  const atOnce = await disagreements(scene);
  if (atOnce.length > 0) return ['after the start', ...atOnce];
  for (const [index, step] of steps.entries()) {
    const lines = [...(await happen(scene, step)), ...(await disagreements(scene)), ...(await pinDisagreements(scene))];
    if (lines.length > 0) return [`after step ${index}, ${step.do}`, ...lines];
  }
  return [];
}
