import { createClock } from './clock.js';
import type { Beginning } from './control.js';
import { type Database, openDatabase } from './db/database.js';
import { asDatabaseError } from './db/open.js';
import type { Deps } from './deps.js';
import { createIds } from './ids.js';
import { createBell } from './memory/bell.js';
import { createAttempts } from './memory/attempts.js';
import { createFaultQueue } from './memory/faults.js';
import { createRateWindows } from './memory/rate-windows.js';
import { createRequestLog } from './memory/request-log.js';
import { createVisitors } from './memory/visitors.js';
import type { Settled } from './options.js';
import { plant, preparePlanting } from './seed/plant.js';
import type { Seed } from './seed/seed.js';
import { createSigner } from './signer.js';

/** Everything a stand-in works with, and what it began with. */
export interface World {
  readonly deps: Deps;
  readonly beginning: Beginning;
}

/** A database file remembers how far its clock was moved. */
function rememberedOffset(db: Database): number {
  return Number(db.settings.get('clock-offset') ?? 0);
}

/** Opens the database and settles what the stand-in begins with; the addresses are filled in later. */
export async function openWorld(settled: Settled, seed: Seed): Promise<World> {
  const ids = createIds();
  const db = openDatabase(settled.database);
  try {
    const clock = createClock(rememberedOffset(db));
    if (settled.startAt !== undefined) clock.put(settled.startAt);
    db.settings.put('clock-offset', String(clock.offset));
    const planting = plant(db, seed, await preparePlanting(seed, { ids, now: clock.now() }));
    const behaviour = { ...settled, httpControl: settled.control };
    const bell = createBell();
    const memory = {
      bell,
      requests: createRequestLog(ids.bytes(32), bell),
      faults: createFaultQueue(),
      rates: createRateWindows(),
      visitors: createVisitors(ids.bytes(32)),
      attempts: createAttempts(),
    };
    const whereabouts = { account: '', servers: new Map<string, string>() };
    const signer = createSigner(db, ids);
    const deps = { db, clock, ids, signer, behaviour, whereabouts, ...memory };
    return { deps, beginning: { seed, planting, startAt: settled.startAt } };
  } catch (error) {
    db.close();
    throw asDatabaseError(settled.database, error);
  }
}
